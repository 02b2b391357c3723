"""How the page looks, on a screen and on paper: dark on white, one column, no font from outside."""

STYLE = """
:root { --ink: #1c2733; --soft: #4a5663; --line: #d5dbe1; --blue: #1f5fa8; --pale: #f3f6f9; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; margin: 0;
  color: var(--ink); background: #fff; }
main { max-width: 960px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 1.35rem; margin: 44px 0 12px; padding-top: 12px; border-top: 2px solid var(--ink); }
h3 { font-size: 1.08rem; margin: 26px 0 4px; }
p { margin: 8px 0; max-width: 72ch; }
.asked { font-size: 1.15rem; }
.soft { color: var(--soft); }
.note { border-left: 4px solid var(--blue); background: var(--pale); padding: 10px 16px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 12px;
  margin: 18px 0; padding: 0; }
.figures div { border: 1px solid var(--line); border-radius: 6px; padding: 12px 14px; }
.figures dt { font-size: .86rem; color: var(--soft); }
.figures dd { margin: 0; font-size: 1.7rem; font-weight: 650; line-height: 1.25; }
table { border-collapse: collapse; width: 100%; margin: 10px 0 18px; font-size: .92rem; }
caption { text-align: left; color: var(--soft); padding: 4px 0; }
th, td { text-align: left; vertical-align: top; padding: 6px 10px;
  border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; }
tbody th { font-weight: 600; white-space: nowrap; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
.lists { display: grid; grid-template-columns: 1fr 1fr; gap: 18px; }
.lists > div { min-width: 0; }
.lists table { font-size: .82rem; }
.lists th, .lists td { padding: 4px 6px; }
.left td { color: #a3211a; } .entered td { color: #16683e; } .moved td { color: #1a5291; }
svg { width: 100%; height: auto; display: block; margin: 6px 0; font: 12px system-ui, sans-serif; }
.key { display: inline-block; width: 14px; height: 14px; margin: 0 6px -2px 12px; }
.legend { font-size: .88rem; color: var(--soft); margin-left: -12px; }
article { border: 1px solid var(--line); border-radius: 6px; padding: 6px 20px 14px;
  margin: 18px 0; }
article p { max-width: none; }
footer { margin-top: 48px; color: var(--soft); font-size: .86rem; }
@page { margin: 16mm; }
@media print { body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  article, tr, svg, .figures div { break-inside: avoid; } h2, h3 { break-after: avoid; } }
@media (max-width: 640px) { .lists { grid-template-columns: 1fr; } }
"""
