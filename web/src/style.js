// Styles of the element; they stay inside its shadow root.

export const STYLE = `
:host {
  --text: #1c1b1a; --muted: #6b6862; --line: #e2dfd8; --page: #ffffff; --soft: #f7f5f1; --accent: #6d28d9; --own: #f4862f; --warn: #b42318;
  display: flex; flex-direction: column; min-height: 0; min-width: 0; color: var(--text); background: var(--page);
  font: 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums;
  color-scheme: light dark; position: relative; -webkit-text-size-adjust: 100%;
}
:host([theme=dark]) {
  --text: #ecebe8; --muted: #9b9891; --line: #333230; --page: #161615; --soft: #1f1f1e; --accent: #b794ff; --own: #e88b45; --warn: #ff9b8e;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.head { padding: 12px 16px 8px; display: grid; gap: 6px; }
h1 { font-size: 15px; font-weight: 650; margin: 0; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 2px 14px; color: var(--muted); margin: 0; padding: 0; list-style: none; font-size: 12px; }
.facts b { color: var(--text); font-weight: 600; }
.facts .bad, .facts .bad b { color: var(--warn); }
.answer { margin: 4px 0 0; font-size: 14px; }
.widest { list-style: none; margin: 0; padding: 0; display: grid; gap: 1px; max-width: 900px; }
.widest button {
  all: unset; cursor: pointer; display: grid; grid-template-columns: 52px 84px minmax(0, 1fr); gap: 10px; align-items: center;
  width: 100%; padding: 1px 4px; border-radius: 4px;
}
.widest button:hover { background: var(--soft); }
.widest .share { text-align: right; font-weight: 600; }
.widest .bar { height: 9px; background: var(--line); border-radius: 2px; overflow: hidden; }
.widest .bar i { display: block; height: 100%; background: var(--own); }
.widest .what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.widest .what b { font-weight: 600; }
.widest small, .where { color: var(--muted); font-size: inherit; }
.tools { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; padding: 6px 16px; border-block: 1px solid var(--line); background: var(--soft); }
.tools input {
  font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 5px; padding: 3px 8px; width: 230px; min-width: 120px;
}
.tools output { min-width: 0; color: var(--accent); font-weight: 600; }
.tools button, .crumbs button, .card button {
  font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 5px; padding: 3px 9px; cursor: pointer;
}
.tools button[aria-pressed=true] { border-color: var(--accent); color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.tools button:disabled { opacity: .45; cursor: default; }
.tools button kbd { font: inherit; color: var(--muted); margin-left: 5px; }
.gap { flex: 1; }
.legend { display: flex; gap: 12px; color: var(--muted); font-size: 12px; flex-wrap: wrap; }
.legend i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 5px; vertical-align: -1px; }
.crumbs { display: flex; gap: 2px; align-items: center; padding: 4px 16px; min-height: 30px; overflow-x: auto; white-space: nowrap; color: var(--muted); scrollbar-width: thin; }
.crumbs button { border-color: transparent; background: none; padding: 1px 5px; color: var(--accent); flex: none; }
.crumbs button[aria-current] { color: var(--text); font-weight: 600; cursor: default; }
.body { display: grid; grid-template-columns: minmax(0, 1fr) 380px; flex: 1; min-height: 0; border-top: 1px solid var(--line); }
.picture { overflow-y: auto; overflow-x: hidden; position: relative; min-height: 260px; outline-offset: -2px; padding: 0; scrollbar-width: thin; touch-action: pan-y; }
.picture canvas { position: sticky; top: 0; display: block; cursor: pointer; }
.picture.many { cursor: default; }
.side { border-left: 1px solid var(--line); overflow: auto; min-height: 0; scrollbar-width: thin; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
caption { text-align: left; padding: 8px 10px 4px; font-weight: 600; }
caption small { color: var(--muted); font-weight: 400; font-size: 12px; }
th, td { padding: 2px 8px; text-align: left; vertical-align: top; }
th { position: sticky; top: 0; background: var(--page); font-weight: 500; color: var(--muted); border-bottom: 1px solid var(--line); }
th button { all: unset; cursor: pointer; }
th[aria-sort=descending] button { color: var(--text); font-weight: 600; }
td.n, th.n { text-align: right; width: 70px; white-space: nowrap; }
td button { all: unset; cursor: pointer; display: block; width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
tr.own td button b { font-weight: 650; }
td button b { font-weight: 400; }
td .where { display: block; overflow: hidden; text-overflow: ellipsis; font-size: 12px; }
tbody tr:hover { background: var(--soft); }
tr.found td:first-child { box-shadow: inset 3px 0 var(--accent); }
.more { margin: 6px 10px 12px; }
.foot { border-top: 1px solid var(--line); padding: 4px 16px; min-height: 27px; color: var(--muted); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; font-size: 12px; }
.foot b { color: var(--text); font-weight: 600; }
.tip {
  position: fixed; z-index: 3; pointer-events: none; max-width: min(560px, 92vw); background: var(--page); color: var(--text); border: 1px solid var(--line);
  border-radius: 6px; padding: 7px 10px; box-shadow: 0 4px 18px rgb(0 0 0 / .18); font-size: 12.5px; overflow-wrap: anywhere; left: 0; top: 0;
}
.tip b { font-weight: 650; font-size: 13px; } .tip p { margin: 0; } .tip .where { font-size: 12px; } .tip .shares { margin-top: 4px; }
.pins { display: flex; flex-wrap: wrap; gap: 6px; padding: 0 16px 6px; }
.card { border: 1px solid var(--line); border-bottom: 3px solid var(--accent); border-radius: 5px; padding: 3px 4px 3px 9px; display: flex; gap: 8px; align-items: center; max-width: 100%; }
.card span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.card button { padding: 0 6px; border: 0; background: none; color: var(--muted); }
dialog { border: 1px solid var(--line); border-radius: 8px; background: var(--page); color: var(--text); padding: 16px 20px; max-width: 460px; }
dialog dl { display: grid; grid-template-columns: auto 1fr; gap: 3px 16px; margin: 0 0 12px; } dialog dt { font-weight: 600; } dialog dd { margin: 0; }
dialog h2 { font-size: 14px; margin: 0 0 8px; }
.error { padding: 24px; color: var(--warn); font-size: 14px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.picture:focus-visible { outline-offset: -2px; }
@media (max-width: 900px) {
  .body { grid-template-columns: minmax(0, 1fr); }
  .picture { height: 64vh; }
  .side { border-left: 0; border-top: 1px solid var(--line); }
}
@media (max-width: 560px) {
  .head, .tools, .crumbs, .foot, .pins { padding-left: 10px; padding-right: 10px; }
  .widest button { grid-template-columns: 46px minmax(0, 1fr); align-items: start; }
  .widest .bar { display: none; }
  .widest .what { white-space: normal; overflow-wrap: anywhere; }
  .tools input { flex: 1 1 100%; font-size: 16px; }
  .tools button kbd { display: none; }
  .tools .gap { display: none; }
}
`;
