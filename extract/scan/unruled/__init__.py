"""Tables on scans that draw no vertical rules: found by where text stands, never surer than doubt."""
