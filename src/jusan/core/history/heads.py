"""Keyed heads of the chains, to be kept elsewhere: truncation shows only against an export."""

from __future__ import annotations

from typing import Any

from jusan.core.history import acts, canonical
from jusan.core.history.models import Link


def export() -> dict[str, Any]:
    """The head of every chain with its keyed hash; print it or hand it to a second ministry."""
    heads = []
    for chain in Link.objects.order_by("chain").values_list("chain", flat=True).distinct():
        tip = Link.objects.filter(chain=chain).order_by("-position")[0]
        heads.append({"chain": str(chain), "position": tip.position, "hash": tip.hash})
    return {"heads": heads, "mac": acts.link_mac(canonical.canonical(heads))}


def faults_against(exported: dict[str, Any]) -> list[str]:
    """What is missing or different now, against an earlier export. Empty when nothing is."""
    if not isinstance(exported, dict) or {"heads", "mac"} - exported.keys():
        return ['this is no export of heads: "heads" and "mac" were expected']
    text = canonical.canonical(exported["heads"])
    if not acts.same_mac(exported["mac"], acts.link_mac(text)):
        return ["the export itself does not carry this installation's keyed hash"]
    faults = []
    for head in exported["heads"]:
        link = Link.objects.filter(chain=head["chain"], position=head["position"]).first()
        if link is None:
            faults.append(f"chain {head['chain']} is shorter than link {head['position']}")
        elif link.hash != head["hash"]:
            faults.append(f"chain {head['chain']}, link {head['position']} is another one now")
    return faults
