"""What the machine writes: ordinary values, and those that servers stumble over."""

from __future__ import annotations

from hypothesis import strategies as st

ODD_TEXTS = (
    "Case",
    "case",
    "trailing blank ",
    " leading blank",
    "caf\u00e9",
    "cafe\u0301",
    "beyond \U0001d54f the plane",
    'it\'s "quoted" \\ and / and % and \u2028',
    "null",
    "0",
    "a" * 255,
    "a" * 256,
)
"""Each stays as it is written: nothing in the contract lets a server trim, fold or cut a text."""

texts = st.one_of(
    st.sampled_from(ODD_TEXTS),
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12),
)
optional_texts = st.one_of(st.none(), texts)
slugs = st.text("abcXYZ019_-", min_size=1, max_size=24)
amounts = st.one_of(st.integers(1, 50), st.sampled_from((2**31 - 1, 2**31, 2**31 + 1, 2**53 - 1)))
periods = st.sampled_from(("weekly", "monthly"))

usage_limit = st.fixed_dictionaries(
    {"type": st.sampled_from(("cost", "tokens")), "credit_limit": amounts},
    optional={"periodic_reset": periods},
)
rate_limit = st.fixed_dictionaries(
    {
        "type": st.sampled_from(("requests", "tokens")),
        "unit": st.sampled_from(("rpm", "rph", "rpd")),
        "value": st.sampled_from((1, 60, 2**31, 1_000_000)),
    }
)
adjustments = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {
            "multiplier": st.fixed_dictionaries(
                {"default": st.sampled_from((0, 0.5, 1, 2.25))},
                optional={"request_token": st.sampled_from((0, 1.5)), "response_token": st.just(3)},
            )
        }
    ),
)
page_sizes = st.sampled_from((1, 2, 3, 5, 50))
models = st.sampled_from(("gpt-4o", "ft:gpt-4o:one", "ft:gpt-4o:two"))
