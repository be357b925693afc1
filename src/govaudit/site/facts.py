"""The codebook: every fact, and what is known of it of each forum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from govaudit.audit import Audit
from govaudit.model.codebook import Fact, shown_number
from govaudit.model.knowledge import Kind
from govaudit.report.html.parts import absence
from govaudit.report.html.parts import fact as shown
from govaudit.scoring.node import PlanNode
from govaudit.site.book import Book
from govaudit.site.criteria import way
from govaudit.site.page import Press


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """All facts, with how much is known; then a page a fact."""
    readers = _readers(book)
    living = [audit for audit in book.audits if not audit.card.absent]
    entries = [
        {
            "fact": fact,
            "cost": cost(book, fact),
            "readers": len(readers[name]),
            "kinds": Counter(audit.facts[name].kind for audit in living),
        }
        for name, fact in book.codebook.items()
    ]
    yield press.page(
        "facts.html",
        "facts.html.j2",
        downloads=("statements.csv",),
        entries=entries,
        kinds=list(Kind),
        forums=len(living),
    )
    by_name = sorted(book.audits, key=lambda audit: (book.names[audit.card.forum].casefold(), audit.card.forum))
    for name, fact in book.codebook.items():
        yield press.page(
            f"facts/{name}.html",
            "fact.html.j2",
            trail={"facts.html": book.words("site.facts")},
            downloads=("statements.csv",),
            fact=fact,
            values=", ".join(fact.values),
            bounds=f"{shown_number(fact.least)}–{shown_number(fact.greatest)}" if fact.least is not None else "",
            cost=cost(book, fact),
            readers=[(book.words.title(book.plan, node.id), node.id, way(node)) for node in readers[name]],
            rows=[(audit, absence(audit, book.words), _known(audit, name, book)) for audit in by_name],
        )


def _known(audit: Audit, name: str, book: Book) -> object:
    """What is known of the fact; nothing of a forum that does not live."""
    return None if audit.card.absent else shown(name, audit, book.words)


def cost(book: Book, fact: Fact) -> str:
    """What it costs to change a fact, in the words of its class; or why nobody can."""
    if fact.cost is None:
        return fact.fixed
    found = book.costs.get(fact.cost)
    return found.label if found else fact.cost


def _readers(book: Book) -> Mapping[str, list[PlanNode]]:
    """By fact, the nodes that read it: in their rubric, their applicability, their ceilings."""
    found: dict[str, list[PlanNode]] = {name: [] for name in book.codebook}
    for node in book.plan.nodes.values():
        for name in dict.fromkeys((*node.facts, *node.gate_facts, *node.cap_facts)):
            found[name].append(node)
    return found
