"""The side of LibreOffice: runs in a Python that has ``uno``, with nothing of pitstop.

Enters: the name of a local pipe as argument, then one order for each line of standard input, as
JSON: ``{"do": "measure", "path": …}`` or ``{"do": "convert", "path": …, "to": …}``. Leaves: one
line of JSON for each order, after a first one with LibreOffice's version.
"""

import json
import sys
import time
from typing import Any

_NEVER = 0  # com.sun.star.document.MacroExecMode.NEVER_EXECUTE and UpdateDocMode.NO_UPDATE
_ODT = "writer8"  # LibreOffice's name of the format


def main() -> int:
    """Obey until the input ends."""
    desktop, version = _connect(sys.argv[1])
    _say({"version": version})
    for line in sys.stdin:
        order = json.loads(line)
        try:
            _say(_obey(desktop, order))
        except Exception as error:  # what UNO raises has no common class that we could name
            _say({"error": str(getattr(error, "Message", "")) or repr(error)})
    return 0


def _connect(pipe: str) -> tuple[Any, str]:
    """Return LibreOffice's desktop and version; waits until it listens (we are stopped if late)."""
    import uno
    from com.sun.star.connection import NoConnectException

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except NoConnectException:
            time.sleep(0.05)
    make = context.ServiceManager.createInstanceWithContext
    settings = make("com.sun.star.configuration.ConfigurationProvider", context)
    product = settings.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess",
        (_property("nodepath", "/org.openoffice.Setup/Product"),),
    )
    return make("com.sun.star.frame.Desktop", context), product.ooSetupVersionAboutBox


def _property(name: str, value: object) -> Any:
    from com.sun.star.beans import PropertyValue

    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _obey(desktop: Any, order: dict[str, str]) -> dict[str, Any]:
    from uno import systemPathToFileUrl

    options = {
        "Hidden": True, "ReadOnly": order["do"] == "measure", "FilterName": "MS Word 2007 XML",
        "MacroExecutionMode": _NEVER, "UpdateDocMode": _NEVER,
    }  # fmt: skip
    properties = tuple(_property(name, value) for name, value in options.items())
    document = desktop.loadComponentFromURL(
        systemPathToFileUrl(order["path"]), "_blank", 0, properties
    )
    if document is None:
        return {"error": "not a document"}
    try:
        if order["do"] == "measure":
            return _measure(document)
        document.storeToURL(systemPathToFileUrl(order["to"]), (_property("FilterName", _ODT),))
        return {}
    finally:
        document.close(True)


def _measure(document: Any) -> dict[str, Any]:
    """Return the pages of *document*, and on which of them each bookmark that is not hidden begins."""
    controller = document.CurrentController
    cursor = controller.getViewCursor()
    pages = {}
    for name in document.Bookmarks.ElementNames:
        if not name.startswith("_"):
            cursor.gotoRange(document.Bookmarks.getByName(name).Anchor.Start, False)
            pages[name] = cursor.getPage()
    return {"pages": controller.PageCount, "bookmarks": pages}


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
