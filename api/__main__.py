"""The `onrecord` command, also as `python -m onrecord`."""

import gc


def main() -> None:
    """Load the command and run it."""
    # What is loaded stays: to look for garbage among it takes a sixth of the time to start.
    gc.disable()
    from .cli import main as command  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    command()


if __name__ == "__main__":
    main()
