"""People who do not exist, answering as people might: only for demonstrations and measurements."""
