"""What a config file may say, and on which line it does not. Used by pipeline/config.py."""
