"""The local web app: a preview that follows every save."""
