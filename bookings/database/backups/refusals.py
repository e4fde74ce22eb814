"""What a backup is refused with."""


class CannotBackUp(Exception):
    """Nothing was written or restored; its words say why and what to do."""
