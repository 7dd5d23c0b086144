"""The link to what is on the screen: to copy, or as a QR code; and the switch between languages."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode, urlsplit

import streamlit as st

from ui.address import change_language
from ui.texts import LANGUAGES, language, text
from ui.visit import LANGUAGE_PARAMETER, WORKSHOP_PARAMETER, is_workshop

_QR_SCALE: Final = 5
# Phones read a code of up to some 80 modules a side from a projector.
_MOST_CODED: Final = 600


def share_buttons() -> None:
    """Draw the switch between languages and, outside of a workshop, the button "Share"."""
    now = language()
    for code in LANGUAGES:
        if code != now:
            st.button(
                text(f"language.{code}"),
                key=f"language-{code}",
                type="tertiary",
                icon=":material/translate:",
                on_click=change_language,
                args=[code],
            )
    if not is_workshop() and st.button(text("share.button"), key="share", icon=":material/share:"):
        st.dialog(text("share.title"), icon=":material/share:")(_show_link)()


def shared_link(url: str, parameters: Mapping[str, Sequence[str]], language_code: str, *, workshop: bool) -> str:
    """The address of a page with its state.

    url: of the page, without a query. parameters: of its address now, each with its values. language_code: choices
    are written in words of whoever shares it; in another language they are read as well.
    """
    query = {name: list(values) for name, values in parameters.items() if name != WORKSHOP_PARAMETER}
    query[LANGUAGE_PARAMETER] = [language_code]
    if workshop:
        query[WORKSHOP_PARAMETER] = ["1"]
    return f"{url}?{urlencode(query, doseq=True)}"


def is_only_here(url: str) -> bool:
    """Whether an address is that of the visitor's own computer, so that nobody else can open it."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def qr_code(link: str) -> str | None:
    """An SVG with the link as a QR code; None when the link is too long to be read from a screen."""
    import segno  # noqa: PLC0415 -- only who shares needs it

    if len(link) > _MOST_CODED:
        return None
    svg: str = segno.make(link, error="m", micro=False).svg_inline(scale=_QR_SCALE, dark="#000000", light="#FFFFFF")
    return svg


def _show_link() -> None:
    url = st.context.url or ""
    workshop = st.toggle(text("share.for_workshop"), help=text("share.for_workshop_help"), key="share-workshop")
    parameters = {name: st.query_params.get_all(name) for name in st.query_params}
    link = shared_link(url, parameters, language(), workshop=workshop)
    st.caption(text("share.lead"))
    st.code(link, language=None, wrap_lines=True)
    if is_only_here(url):
        # No code: a phone would look for it on itself.
        st.info(text("share.only_here"), icon=":material/home:")
        return
    code = qr_code(link)
    if code is None:
        st.caption(text("share.too_long"))
    else:
        with st.container(key="share-code", horizontal_alignment="center"):
            st.image(code, caption=text("share.code"))
