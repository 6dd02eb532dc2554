// The custom element hotclub-flamegraph. Give it a profile document by its `data` property, or inside it as a
// script element of type application/json, or packed, of type application/x-hotclub-profile.

import { STYLE } from './style.js';
import { unpack } from './document.js';
import { Looking, keyOf } from './model.js';
import { NARROWEST, barAt, layout, rowOf, step } from './layout.js';
import { pathTo } from './view.js';
import { DARK, LIGHT, legend, paint } from './palette.js';
import { draw, rowTop } from './draw.js';
import { about } from './tooltip.js';
import { element, functionTable } from './table.js';
import { answer, facts, widestOwn } from './words.js';
import { percent, weight } from './format.js';

const PARTS = `
<div class="head" hidden>
  <h1></h1>
  <ul class="facts" aria-label="How it was measured"></ul>
  <p class="answer"></p>
  <ol class="widest" aria-label="Own code that most time is spent for"></ol>
</div>
<div class="tools" role="toolbar" aria-label="View" hidden>
  <input type="search" placeholder="/ search function or file" aria-label="Search: text, or a regular expression" autocomplete="off" spellcheck="false">
  <output></output>
  <span class="gap"></span>
  <span class="legend" aria-label="Colours"></span>
  <button type="button" data-do="inverted" aria-pressed="false" title="Who calls the functions in which time is spent">callers<kbd>i</kbd></button>
  <button type="button" data-do="collapsed" aria-pressed="false" title="Fold recursion and runs of library calls">collapse<kbd>c</kbd></button>
  <button type="button" data-do="lines" aria-pressed="false" title="One bar for each line instead of each function">lines<kbd>l</kbd></button>
  <button type="button" data-do="upwards" aria-pressed="false" title="Callers at the bottom">flip<kbd>f</kbd></button>
  <button type="button" data-do="reset" title="Everything as it was at first">reset<kbd>r</kbd></button>
  <button type="button" data-do="help" title="Keys">?</button>
</div>
<nav class="crumbs" aria-label="Zoom" hidden></nav>
<div class="pins" hidden></div>
<div class="body" hidden>
  <div class="picture" tabindex="0" role="application" aria-roledescription="flame graph"><canvas></canvas><div class="spacer"></div></div>
  <section class="side" aria-label="Functions"></section>
</div>
<div class="foot" role="status" aria-live="polite" hidden></div>
<div class="tip" hidden></div>
<p class="error" role="alert" hidden></p>
<dialog aria-label="Keys"><h2>Keys</h2><dl>
  <dt>click, Enter</dt><dd>zoom in; again on the top bar: back</dd>
  <dt>arrows, Home</dt><dd>move along the bars; to the first</dd>
  <dt>Esc, Backspace</dt><dd>clear the search; then zoom back</dd>
  <dt>alt-click, p</dt><dd>pin a function: marked wherever it is</dd>
  <dt>/</dt><dd>search text, or a regular expression</dd>
  <dt>i</dt><dd>callers: who asked for the time</dd>
  <dt>c</dt><dd>collapse recursion and libraries</dd>
  <dt>l</dt><dd>lines instead of functions</dd>
  <dt>f</dt><dd>flip: root at the bottom</dd>
  <dt>r</dt><dd>reset</dd>
</dl><form method="dialog"><button>close</button></form></dialog>`;

export class FlameGraphElement extends HTMLElement {
  #root = this.attachShadow({ mode: 'open' });
  /** @type {Looking | null} */
  #looking = null;
  /** @type {import('./layout.js').Layout | null} */
  #bars = null;
  #theme = LIGHT;
  /** @type {import('./palette.js').Paint} */
  #paint = () => ({ fill: '', ink: '' });
  #upwards = false;
  #cursor = -1;
  #hover = -1;
  /** @type {Set<number>} */
  #pinned = new Set();
  #drawn = 0;
  #frameAsked = 0;
  #table = { by: /** @type {'own' | 'total'} */ ('own'), all: false };
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #coarse = matchMedia('(pointer: coarse)');
  #resized = new ResizeObserver(() => this.#relayout());
  /** @param {KeyboardEvent} event */
  #onKey = event => this.#key(event);
  #onTheme = () => this.#retheme();

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.innerHTML = PARTS;
    this.#listen();
  }

  connectedCallback() {
    addEventListener('keydown', this.#onKey);
    this.#dark.addEventListener('change', this.#onTheme);
    this.#resized.observe(this.#picture);
    this.#retheme();
    if (!this.#looking) void this.#readInside();
  }

  disconnectedCallback() {
    removeEventListener('keydown', this.#onKey);
    this.#dark.removeEventListener('change', this.#onTheme);
    this.#resized.disconnect();
  }

  /** The profile shown; setting it replaces the picture. */
  get data() {
    return this.#looking?.document ?? null;
  }

  /** @param {import('./document.js').ProfileDocument | null} document */
  set data(document) {
    if (document === null) return;
    try {
      this.#looking = new Looking(document);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#showHead();
    this.#show();
    this.dispatchEvent(new CustomEvent('hotclub-shown'));
  }

  /** What can be seen at the moment, for tests and for pages around the element. */
  get seen() {
    const looking = this.#looking;
    if (!looking || !this.#bars) return null;
    const { view } = looking;
    /** @param {number} node */
    const name = node => (node < 0 ? '…' : view.frame[node] < 0 ? 'all' : view.frames.name[view.frame[node]]);
    return {
      drawn: this.#drawn,
      bars: this.#bars.node.length,
      rows: this.#bars.rows,
      nodes: looking.base.frame.length - 1,
      zoom: name(looking.zoom),
      cursor: this.#cursor < 0 ? '' : name(this.#bars.node[this.#cursor]),
      matched: looking.words === '' ? 0 : looking.matched / Math.max(1, looking.tree.total[0]),
      modes: { ...looking.modes, upwards: this.#upwards },
      boxes: Array.from(this.#bars.node, (node, bar) => ({ name: name(node), ...this.#box(bar) })).slice(0, 2000),
    };
  }

  async #readInside() {
    const inside = this.querySelector('script[type="application/json"], script[type="application/x-hotclub-profile"]');
    if (!(inside instanceof HTMLScriptElement)) return;
    try {
      const text = inside.textContent ?? '';
      this.data = inside.type === 'application/json' ? JSON.parse(text) : await unpack(text);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    const line = this.#part('.error');
    line.textContent = `This profile cannot be shown: ${error instanceof Error ? error.message : String(error)}`;
    line.hidden = false;
  }

  get #picture() {
    return this.#part('.picture');
  }

  get #canvas() {
    return /** @type {HTMLCanvasElement} */ (this.#part('canvas'));
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.#part('input'));
  }

  get #rowHeight() {
    return this.#coarse.matches ? 26 : 19;
  }

  /** @param {string} selector @returns {HTMLElement} */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.#root.querySelector(selector));
  }

  #listen() {
    const picture = this.#picture;
    picture.addEventListener('scroll', () => this.#ask());
    picture.addEventListener('mousemove', event => this.#point(event));
    picture.addEventListener('mouseleave', () => this.#point(null));
    picture.addEventListener('click', event => this.#click(event));
    picture.addEventListener('blur', () => this.#moveCursor(-1));
    this.#input.addEventListener('input', () => this.#search(this.#input.value));
    this.#part('.tools').addEventListener('click', event => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      if (button?.dataset['do']) this.#do(button.dataset['do']);
    });
  }

  /** @param {string} what */
  #do(what) {
    const looking = this.#looking;
    if (!looking) return;
    switch (what) {
      case 'inverted': looking.change({ inverted: !looking.modes.inverted }); break;
      case 'collapsed': looking.change({ collapsed: !looking.modes.collapsed }); break;
      case 'lines':
        if (!looking.hasLines) return;
        looking.change({ lines: !looking.modes.lines });
        break;
      case 'upwards': this.#upwards = !this.#upwards; break;
      case 'reset':
        looking.reset();
        this.#upwards = false;
        this.#input.value = '';
        this.#table = { by: 'own', all: false };
        break;
      case 'help': /** @type {HTMLDialogElement} */ (this.#part('dialog')).showModal(); return;
      default: return;
    }
    this.#show();
  }

  #showHead() {
    const looking = /** @type {Looking} */ (this.#looking);
    const { document } = looking;
    const total = looking.base.total[0];
    this.#part('.error').hidden = true;
    for (const part of ['.head', '.tools', '.crumbs', '.body', '.foot']) this.#part(part).hidden = false;
    this.#part('h1').textContent = document.summary.title ?? 'Profile';
    this.#part('.facts').replaceChildren(...facts(document, total).map(fact => {
      const item = element('li', '', fact.bad ? 'bad' : '');
      if (fact.value) item.append(element('b', fact.value), ' ');
      item.append(fact.what);
      return item;
    }));
    const said = answer(looking.base);
    this.#part('.answer').textContent = said;
    this.#part('.answer').hidden = said === '';
    this.#showLegend();
    this.#part('.widest').replaceChildren(...widestOwn(looking.base, looking.functions, 5).map(wide => {
      const button = element('button', '');
      button.type = 'button';
      const bar = element('span', '', 'bar');
      const fill = element('i', '');
      fill.style.width = `${(100 * wide.weight) / total}%`;
      bar.append(fill);
      const what = element('span', '', 'what');
      what.append(element('b', wide.name), ' ', element('small', `(${wide.place})${wide.spent ? ` → ${wide.spent}` : ''}`));
      what.title = what.textContent ?? '';
      button.append(element('span', percent(wide.weight, total), 'share'), bar, what);
      button.addEventListener('click', () => this.#pick(wide.frame));
      const item = element('li', '');
      item.append(button);
      return item;
    }));
    this.#picture.setAttribute('aria-label',
      `Flame graph of ${weight(total, document.unit, document.periodNanos)}. Arrow keys move, Enter zooms. The table of functions has the same figures.`);
  }

  #showLegend() {
    const looking = /** @type {Looking} */ (this.#looking);
    this.#part('.legend').replaceChildren(...legend(looking.base.frames, this.#theme).map(({ fill, what }) => {
      const entry = element('span', '');
      const colour = element('i', '');
      colour.style.background = fill;
      entry.append(colour, what);
      return entry;
    }));
  }

  /** Everything that depends on the modes, the zoom, the search and the pins. */
  #show() {
    const looking = this.#looking;
    if (!looking) return;
    for (const button of this.#root.querySelectorAll('.tools button[aria-pressed]')) {
      const what = /** @type {HTMLElement} */ (button).dataset['do'];
      const on = what === 'upwards' ? this.#upwards : looking.modes[/** @type {keyof import('./model.js').Modes} */ (what)];
      button.setAttribute('aria-pressed', String(on));
    }
    /** @type {HTMLButtonElement} */ (this.#part('[data-do=lines]')).disabled = !looking.hasLines;
    this.#paint = paint(looking.frames, this.#theme);
    this.#pinned = looking.pinnedFrames();
    this.#cursor = this.#hover = -1;
    this.#part('.tip').hidden = true;
    this.#showFound();
    this.#showCrumbs();
    this.#showPins();
    this.#showTable();
    this.#foot('');
    this.#relayout();
    this.#picture.scrollTop = this.#upwards ? this.#picture.scrollHeight : 0;
  }

  #showFound() {
    const { words, query, matched, tree } = /** @type {Looking} */ (this.#looking);
    this.#part('output').textContent = words === '' ? ''
      : query.count === 0 ? 'nothing found'
        : `${percent(matched, tree.total[0])} in ${query.count} frame${query.count === 1 ? '' : 's'}${query.kind === 'pattern' ? ', as a pattern' : ''}`;
  }

  #showCrumbs() {
    const looking = /** @type {Looking} */ (this.#looking);
    const { view, zoom } = looking;
    const path = pathTo(view, zoom);
    const crumbs = path.map((node, i) => {
      const button = element('button', view.frame[node] < 0 ? (looking.modes.inverted ? 'where time ends' : 'all') : view.frames.name[view.frame[node]]);
      button.type = 'button';
      if (node === zoom) button.setAttribute('aria-current', 'location');
      else button.addEventListener('click', () => this.#zoomTo(node));
      return i === 0 ? [button] : ['›', button];
    });
    // The middle of a long way is of no use; its ends are.
    const shown = crumbs.length > 9 ? [...crumbs.slice(0, 2), ['› …'], ...crumbs.slice(-6)] : crumbs;
    this.#part('.crumbs').replaceChildren(...shown.flat(), zoom === 0 ? '' : ` ${percent(view.total[zoom], view.total[0])}`);
  }

  #showPins() {
    const looking = /** @type {Looking} */ (this.#looking);
    const total = looking.base.total[0];
    const cards = looking.shares.filter(s => looking.pins.has(keyOf(looking.functions, s.function))).map(share => {
      const card = element('div', '', 'card');
      const name = looking.functions.name[share.function];
      card.append(element('span', `${name}: own ${percent(share.own, total)}, total ${percent(share.total, total)}`));
      const away = element('button', '×');
      away.type = 'button';
      away.setAttribute('aria-label', `unpin ${name}`);
      away.addEventListener('click', () => this.#pin(keyOf(looking.functions, share.function)));
      card.append(away);
      return card;
    });
    this.#part('.pins').hidden = cards.length === 0;
    this.#part('.pins').replaceChildren(...cards);
  }

  #showTable() {
    const looking = /** @type {Looking} */ (this.#looking);
    this.#part('.side').replaceChildren(...functionTable({
      functions: looking.functions, shares: looking.shares, total: looking.base.total[0], matches: looking.functionMatches, ...this.#table,
      change: change => {
        this.#table = { ...this.#table, ...change };
        this.#showTable();
      },
      pick: f => this.#pick(f),
    }));
  }

  /** Pins a function and leads to its widest bar. @param {number} f */
  #pick(f) {
    const looking = /** @type {Looking} */ (this.#looking);
    const key = keyOf(looking.functions, f);
    if (!looking.pins.has(key)) looking.pins.add(key);
    this.#repin();
    const node = looking.heaviest(key);
    if (node < 0 || !this.#bars) return;
    let bar = this.#bars.node.indexOf(node);
    if (bar < 0) {
      looking.zoomTo(node);
      this.#show();
      bar = 0;
    }
    this.#moveCursor(bar);
  }

  /** @param {string} key */
  #pin(key) {
    this.#looking?.togglePin(key);
    this.#repin();
  }

  #repin() {
    const looking = /** @type {Looking} */ (this.#looking);
    this.#pinned = looking.pinnedFrames();
    this.#showPins();
    this.#relayout();
  }

  /** @param {string} words */
  #search(words) {
    const looking = this.#looking;
    if (!looking) return;
    looking.find(words);
    this.#showFound();
    this.#showTable();
    this.#ask();
  }

  /** @param {number} node */
  #zoomTo(node) {
    this.#looking?.zoomTo(node);
    this.#show();
  }

  #back() {
    this.#looking?.back();
    this.#show();
  }

  #retheme() {
    const chosen = this.getAttribute('color-scheme');
    const dark = chosen ? chosen === 'dark' : this.#dark.matches;
    this.#theme = dark ? DARK : LIGHT;
    this.setAttribute('theme', dark ? 'dark' : 'light');
    if (this.#looking) {
      this.#paint = paint(this.#looking.frames, this.#theme);
      this.#showLegend();
    }
    this.#ask();
  }

  #relayout() {
    const looking = this.#looking;
    const width = this.#picture.clientWidth;
    if (!looking || width === 0) return;
    const cursor = this.#bars && this.#cursor >= 0 ? this.#bars.node[this.#cursor] : null;
    this.#bars = layout(looking.view, looking.zoom, width);
    this.#cursor = cursor === null ? -1 : this.#bars.node.indexOf(cursor);
    this.#hover = -1;
    const height = this.#picture.clientHeight;
    const canvas = this.#canvas;
    const scale = devicePixelRatio || 1;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    this.#part('.spacer').style.height = `${Math.max(0, this.#bars.rows * this.#rowHeight - height)}px`;
    this.#draw();
  }

  #ask() {
    if (this.#frameAsked === 0) this.#frameAsked = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    if (this.#frameAsked !== 0) cancelAnimationFrame(this.#frameAsked);
    this.#frameAsked = 0;
    const looking = this.#looking;
    const ctx = this.#canvas.getContext('2d');
    if (!looking || !this.#bars || !ctx) return;
    const scale = devicePixelRatio || 1;
    ctx.setTransform(scale, 0, 0, scale, 0, 0);
    const { total } = looking.view;
    const { unit, periodNanos } = looking.document;
    this.#drawn = draw(ctx, {
      view: looking.view, bars: this.#bars, paint: this.#paint, theme: this.#theme, matches: looking.matches, pinned: this.#pinned,
      hover: this.#hover, cursor: this.#cursor, rowHeight: this.#rowHeight, upwards: this.#upwards,
      rootLabel: `${looking.modes.inverted ? 'where time ends' : 'all'}: ${weight(total[0], unit, periodNanos)}`,
    }, { width: this.#picture.clientWidth, height: this.#picture.clientHeight, scrollTop: this.#scrollTop() });
  }

  /** Of the picture; negative where it is shorter than its window and stands on its floor. */
  #scrollTop() {
    const content = (this.#bars?.rows ?? 0) * this.#rowHeight;
    const spare = this.#upwards ? Math.max(0, this.#picture.clientHeight - content) : 0;
    return this.#picture.scrollTop - spare;
  }

  /** @param {number} bar */
  #box(bar) {
    const bars = /** @type {import('./layout.js').Layout} */ (this.#bars);
    const y = rowTop(rowOf(bars, bar), bars.rows, this.#rowHeight, this.#upwards) - this.#scrollTop();
    return { x: bars.x[bar], y, width: bars.width[bar], height: this.#rowHeight };
  }

  /** @param {MouseEvent} event */
  #barUnder(event) {
    const bars = this.#bars;
    if (!bars) return -1;
    const box = this.#picture.getBoundingClientRect();
    const line = Math.floor((event.clientY - box.top + this.#scrollTop()) / this.#rowHeight);
    return barAt(bars, this.#upwards ? bars.rows - 1 - line : line, event.clientX - box.left);
  }

  /** @param {MouseEvent | null} event */
  #point(event) {
    const bar = event ? this.#barUnder(event) : -1;
    const tip = this.#part('.tip');
    if (bar !== this.#hover) {
      this.#hover = bar;
      this.#ask();
      if (bar >= 0) tip.replaceChildren(...this.#tipOf(bar));
    }
    tip.hidden = bar < 0;
    if (!event || bar < 0) return;
    const x = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    const below = event.clientY + 18;
    const y = below + tip.offsetHeight > innerHeight - 4 ? event.clientY - tip.offsetHeight - 12 : below;
    tip.style.transform = `translate(${Math.max(4, x)}px, ${Math.max(4, y)}px)`;
  }

  /** @param {number} bar */
  #about(bar) {
    const looking = /** @type {Looking} */ (this.#looking);
    const bars = /** @type {import('./layout.js').Layout} */ (this.#bars);
    const node = bars.node[bar];
    return about({
      view: looking.view, node, zoom: looking.zoom, lines: looking.linesOf(node), unit: looking.document.unit,
      periodNanos: looking.document.periodNanos, inverted: looking.modes.inverted,
      narrowest: (NARROWEST * looking.view.total[looking.zoom]) / bars.width[0],
    });
  }

  /** @param {number} bar */
  #tipOf(bar) {
    const { name, place, kind, shares } = this.#about(bar);
    const lines = [element('b', name)];
    const paragraphs = [place, kind].filter(Boolean).map(text => element('p', text, 'where'));
    return [...lines, ...paragraphs, ...shares.map((share, i) => element('p', share, i === 0 ? 'shares' : ''))];
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const looking = this.#looking;
    const bar = this.#barUnder(event);
    if (!looking || !this.#bars || bar < 0) return;
    const node = this.#bars.node[bar];
    if (event.altKey && node > 0) {
      this.#pin(keyOf(looking.frames, looking.view.frame[node]));
      return;
    }
    this.#enter(node);
  }

  /** @param {number} node of a bar */
  #enter(node) {
    const looking = /** @type {Looking} */ (this.#looking);
    const target = node < 0 ? -1 - node : node;
    if (target === looking.zoom) {
      if (looking.zoom !== 0) this.#back();
      return;
    }
    this.#zoomTo(target);
    if (this.#bars) this.#foot(this.#sentence(0));
  }

  /** @param {number} bar */
  #sentence(bar) {
    const { name, place, kind, shares } = this.#about(bar);
    return [place ? `${name} (${place})` : name, kind, ...shares].filter(Boolean).join(' · ');
  }

  /** @param {string} text */
  #foot(text) {
    this.#part('.foot').textContent = text || 'click zooms · alt-click pins · / searches · ? shows the keys';
  }

  /** @param {number} bar */
  #moveCursor(bar) {
    this.#cursor = bar;
    if (bar >= 0) {
      this.#foot(this.#sentence(bar));
      const { y, height } = this.#box(bar);
      if (y < 0) this.#picture.scrollTop += y;
      else if (y + height > this.#picture.clientHeight) this.#picture.scrollTop += y + height - this.#picture.clientHeight;
    }
    this.#ask();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const inside = event.composedPath().includes(this);
    const onPage = event.target === document.body || event.target === document.documentElement;
    if (!this.#looking || !(inside || onPage) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#part('dialog').hasAttribute('open')) return;
    const from = event.composedPath()[0];
    if (from === this.#input ? this.#keyInSearch(event) : this.#keyInPicture(event, from instanceof HTMLButtonElement)) {
      event.preventDefault();
    }
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was ours */
  #keyInSearch(event) {
    if (event.key !== 'Escape' && event.key !== 'Enter') return false;
    if (event.key === 'Escape') {
      this.#input.value = '';
      this.#search('');
    }
    this.#picture.focus();
    return true;
  }

  /** @param {KeyboardEvent} event @param {boolean} onButton @returns {boolean} whether the key was ours */
  #keyInPicture(event, onButton) {
    const looking = /** @type {Looking} */ (this.#looking);
    const bars = this.#bars;
    const inner = this.#upwards ? 'ArrowUp' : 'ArrowDown';
    const outer = this.#upwards ? 'ArrowDown' : 'ArrowUp';
    switch (event.key) {
      case '/': this.#input.focus(); this.#input.select(); return true;
      case 'i': this.#do('inverted'); return true;
      case 'c': this.#do('collapsed'); return true;
      case 'l': this.#do('lines'); return true;
      case 'f': this.#do('upwards'); return true;
      case 'r': this.#do('reset'); return true;
      case '?': this.#do('help'); return true;
      case 'Escape':
        if (looking.words !== '') {
          this.#input.value = '';
          this.#search('');
        } else {
          this.#back();
        }
        return true;
      case 'Backspace': this.#back(); return true;
      case 'p': {
        const node = bars && this.#cursor >= 0 ? bars.node[this.#cursor] : -1;
        if (node > 0) this.#pin(keyOf(looking.frames, looking.view.frame[node]));
        return true;
      }
      case 'Home': this.#moveCursor(0); return true;
      case 'Enter':
        if (onButton || !bars || this.#cursor < 0) return false;
        this.#enter(bars.node[this.#cursor]);
        this.#moveCursor(0);
        return true;
      case 'ArrowLeft': return this.#walk('left');
      case 'ArrowRight': return this.#walk('right');
      case inner: return this.#walk('inner');
      case outer: return this.#walk('outer');
      default: return false;
    }
  }

  /** @param {'outer' | 'inner' | 'left' | 'right'} way */
  #walk(way) {
    if (!this.#bars) return false;
    if (this.#root.activeElement !== this.#picture) this.#picture.focus();
    this.#moveCursor(this.#cursor < 0 ? 0 : step(this.#bars, this.#cursor, way));
    return true;
  }
}

customElements.define('hotclub-flamegraph', FlameGraphElement);
