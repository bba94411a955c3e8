"""Prints what the stories (`tests/stories/`) measure: UIDs kept, false cancellations, events lost by bad runs.

python -m tools.story_figures
"""

from tests.test_stories import figures


def main() -> None:
    """One line a figure."""
    told = figures()
    for name, value in told.items():
        print(f"{name:20} {value:5}")
    print(f"UID kept in {told['kept'] / told['edits']:.1%} of the edits (goal 98 %)")


if __name__ == "__main__":
    main()
