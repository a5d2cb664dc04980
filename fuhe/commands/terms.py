"""On what terms a run is made: settings and an earlier run, and what of them was not used at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fuhe.language import current, say
from fuhe.streams import visible

if TYPE_CHECKING:
    from fuhe.audit import Audit
    from fuhe.baseline import Baseline
    from fuhe.settings import Settings, Suppression
    from fuhe.together import Across
    from validate.profile import Profile


def terms_of(profile: str | None, config: str | None, baseline: str | None) -> Terms:
    """The terms as asked for on the command line.

    Raises:
        click.UsageError: one of the files cannot be used; no document is opened before that is known.
    """
    from fuhe.baseline import read_baseline  # noqa: PLC0415  (the stages load late)
    from fuhe.settings import find, read_settings  # noqa: PLC0415
    from validate.profile_file import profile_named  # noqa: PLC0415
    from validate.toml_file import FileMistakeError  # noqa: PLC0415

    path = config or find()
    try:
        settings = read_settings(str(path)) if path else None
        chosen = profile or (settings.profile if settings else None)
        if chosen:
            profile_named(chosen)
        earlier = read_baseline(baseline) if baseline else None
    except FileMistakeError as error:
        raise click.UsageError(visible(error.reason.text(current()))) from None
    return Terms(settings, earlier)


class Terms:
    """Settings and an earlier run, with a count of what was used of them."""

    def __init__(self, settings: Settings | None, baseline: Baseline | None) -> None:
        self.settings = settings
        self.baseline = baseline
        self._used: set[Suppression] = set()

    def profile(self, asked: str | None) -> Profile | None:
        """The rule profile that all forms are held to; None where each form decides."""
        from validate.profile_file import profile_named  # noqa: PLC0415  (the rules load late)

        chosen = asked or (self.settings.profile if self.settings else None)
        return profile_named(chosen) if chosen else None

    def seen_across(self, found: Across) -> None:
        """Count what the rules across reports made use of."""
        self._used.update(aside.by for aside in found.suppressed)

    def seen(self, audit: Audit) -> None:
        """Count what one audit made use of."""
        self._used.update(aside.by for one in audit.evaluated for aside in one.suppressed)

    def tell_left_over(self) -> None:
        """Suppressions that met no finding, and forms of the earlier run that were not audited this time."""
        for one in self.settings.suppress if self.settings else ():
            if one not in self._used:
                told = say(f"设置中没有用到：{one.told()}", f"Not used of the settings: {one.told()}")
                click.echo(visible(told), err=True)
        left = self.baseline.left if self.baseline else 0
        if left:
            told = say(
                f"上次核查的 {left} 份自评表，这次没有。",
                f"{left} forms of the earlier run were not audited.",
            )
            click.echo(told, err=True)
