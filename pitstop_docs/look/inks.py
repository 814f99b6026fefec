"""The theme's colours as a press prints them: mixtures of cyan, magenta, yellow and black.

Enters: ``inks`` of ``theme.yaml``. Leaves: frozen mixtures, in per cent."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Share = Annotated[int, Field(ge=0, le=100)]
Cmyk = tuple[Share, Share, Share, Share]


class Mixture(BaseModel):
    """The inks of areas, lines and large letters, and those of ``small`` ones where they are others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    area: Cmyk
    small: Cmyk | None = None

    @property
    def of_small(self) -> Cmyk:
        """The inks of small letters."""
        return self.small or self.area


def _mixture(value: Any) -> Any:
    """Read four shares as a mixture; as text too, since a project's colours come so; "" is none."""
    if value == "":
        return None
    shares = value.split() if isinstance(value, str) else value
    return {"area": shares} if isinstance(shares, list | tuple) else value


# None: nobody has mixed it; it follows from the colour.
Inks = Annotated[Mixture | None, BeforeValidator(_mixture)]
