"""What templates say again and again: fixed words, and the parts of the frame that are the same on every page.

A page of results says a few hundred fixed words; Django makes a lazy text of each, every time.
"""

from typing import Any

from django.template import Context, Library, Node, NodeList
from django.template.base import Parser, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

from familynet.kernel.remembered import keep

register = Library()


class FixedWords(Node):
    """What a TranslateNode that looks at nothing but the language makes, remembered for each language."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.known: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        words = self.known.get(language)
        if words is None:
            words = self.known[language] = self.node.render(context)
        return words


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """As Django's; text in quotes, without a filter, a context or `as`, is remembered."""
    node = do_translate(parser, token)
    text: Any = node.filter_expression
    is_fixed = text.var.literal is not None and not text.filters
    return FixedWords(node) if is_fixed and not node.asvar and not node.message_context else node


class KeptNode(Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> str:
        if "request" not in context:  # a page for when nothing else works: no database, and nothing of it is kept
            return self.nodelist.render(context)
        return keep(f"template:{self.name}", lambda: self.nodelist.render(context))


@register.tag
def kept(parser: Parser, token: Token) -> Node:
    """{% kept "footer" %} … {% endkept %}: a part that looks at nothing but data and language.

    Never around what depends on the address, the reader or the page: the first one would be shown to all.
    """
    name = token.split_contents()[1].strip("\"'")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name, nodelist)
