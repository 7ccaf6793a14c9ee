"""Many citizens: frames in, frames out, and the one gate through which figures leave."""
