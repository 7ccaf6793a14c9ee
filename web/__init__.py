"""What stands between the network and Streamlit: plain routes, headers, files, websocket guard."""
