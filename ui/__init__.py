"""What the pages share: the cached detector, the controls, the texts, downloads and error messages."""
