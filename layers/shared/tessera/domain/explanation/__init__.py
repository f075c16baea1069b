"""Why: every award, refund and expiry worked out again from what is known of it (docs/rules.md §10)."""

from tessera.domain.explanation.order import explanation
from tessera.domain.explanation.story import LateCapture, Refunding, Story

__all__ = ["LateCapture", "Refunding", "Story", "explanation"]
