"""The rules across reports. Importing this package registers them all, in the order of the catalogue."""

from importlib import import_module

CATALOGUE = ("copies", "budgets", "projects", "texts", "figures", "targets", "units", "peers")

for _group in CATALOGUE:
    import_module(f"{__name__}.{_group}")  # a missing module must fail loudly: its checks would be silent
