"""How late something was, in words."""


def lateness_words(ms):
    """A negative figure is too early."""
    figure = f"{abs(ms):.2f}" if abs(ms) < 10 else f"{abs(ms):.0f}"
    return f"{figure} ms {'early' if ms < 0 else 'late'}"
