// What a flame graph in SVG does in a browser: zoom on click, search with the share of matches, text that
// fits. Runs inside the picture as a plain script; element and attribute names are those of inferno's pictures,
// so that tools which know those find their way.
(function () {
  'use strict';
  const PAD = 10;
  const SEARCHED = 'rgb(230,0,230)';
  const FG = 'http://github.com/jonhoo/inferno';

  /** @param {string} id @returns {SVGElement} */
  const byId = id => /** @type {SVGElement} */ (/** @type {unknown} */ (document.getElementById(id)));

  /**
   * @typedef {object} Bar
   * @property {SVGElement} g
   * @property {SVGElement} rect
   * @property {SVGElement} text
   * @property {string} title
   * @property {string} label
   * @property {number} from samples left of it
   * @property {number} samples
   * @property {number} y
   * @property {string} fill
   */

  /** @type {Bar[]} */
  let bars = [];
  let total = 1;
  let width = 1180;
  let characterWidth = 7.08;
  /** @type {Bar | null} */
  let zoomed = null;
  let searching = false;

  /** @param {SVGElement} g @returns {Bar} */
  function barOf(g) {
    const [title, rect, text] = /** @type {SVGElement[]} */ (Array.from(g.children));
    const words = title.textContent ?? '';
    return {
      g, rect, text, title: words, label: words.replace(/ \([^(]*\)$/, ''),
      from: Number(rect.getAttributeNS(FG, 'x')), samples: Number(rect.getAttributeNS(FG, 'w')),
      y: Number(rect.getAttribute('y')), fill: rect.getAttribute('fill') ?? '',
    };
  }

  /** @param {Bar} bar @param {number} left 0 to 1 @param {number} share 0 to 1 */
  function place(bar, left, share) {
    bar.rect.setAttribute('x', `${(100 * left).toFixed(4)}%`);
    bar.rect.setAttribute('width', `${(100 * share).toFixed(4)}%`);
    bar.text.setAttribute('x', `${(100 * left + 300 / width).toFixed(4)}%`);
    const room = Math.floor((share * width - 3) / characterWidth);
    bar.text.textContent = room < 2 ? '' : bar.label.length <= room ? bar.label : `${bar.label.slice(0, Math.max(0, room - 2))}..`;
  }

  function arrange() {
    const from = zoomed?.from ?? 0;
    const samples = zoomed?.samples ?? total;
    for (const bar of bars) {
      const above = zoomed !== null && bar.y < zoomed.y;
      const inside = bar.from >= from && bar.from + bar.samples <= from + samples;
      const around = bar.from <= from && bar.from + bar.samples >= from + samples;
      bar.g.classList.toggle('parent', above && around);
      bar.g.classList.toggle('hide', above ? !around : !inside);
      if (above && around) place(bar, 0, 1);
      else if (!above && inside) place(bar, (bar.from - from) / samples, bar.samples / samples);
    }
    byId('unzoom').classList.toggle('hide', zoomed === null);
  }

  function fitWindow() {
    const svg = /** @type {SVGSVGElement} */ (document.querySelector('svg'));
    const all = svg.getBoundingClientRect().width;
    if (all <= 2 * PAD) return;
    width = all - 2 * PAD;
    byId('frames').setAttribute('width', String(width));
    byId('search').setAttribute('x', String(all - PAD));
    byId('matched').setAttribute('x', String(all - PAD));
    arrange();
  }

  function clearSearch() {
    searching = false;
    for (const bar of bars) bar.rect.setAttribute('fill', bar.fill);
    byId('search').classList.remove('show');
    byId('search').textContent = 'Search';
    byId('matched').classList.add('hide');
    byId('matched').textContent = '';
  }

  /** @param {string} words a regular expression, or else text as it stands */
  function search(words) {
    clearSearch();
    const matches = matcher(words);
    const seen = bars.filter(bar => !bar.g.classList.contains('hide') && !bar.g.classList.contains('parent'));
    const found = seen.filter(bar => matches(bar.title));
    if (found.length === 0) return;
    searching = true;
    for (const bar of found) bar.rect.setAttribute('fill', SEARCHED);
    // What lies within a match that is already counted adds nothing.
    let counted = 0;
    let end = -1;
    for (const bar of [...found].sort((a, b) => a.from - b.from || b.samples - a.samples)) {
      if (bar.from < end) continue;
      counted += bar.samples;
      end = bar.from + bar.samples;
    }
    const share = (100 * counted) / (zoomed?.samples ?? total);
    byId('search').classList.add('show');
    byId('search').textContent = 'Reset Search';
    byId('matched').classList.remove('hide');
    byId('matched').textContent = `Matched: ${share === 100 ? '100' : share.toFixed(1)}%`;
  }

  /** @param {string} words @returns {(title: string) => boolean} */
  function matcher(words) {
    try {
      const pattern = new RegExp(words);
      return title => pattern.test(title);
    } catch {
      return title => title.includes(words);
    }
  }

  function ask() {
    if (searching) {
      clearSearch();
      return;
    }
    const words = prompt('Enter a search term (regexp allowed, eg: ^ext4_)', '');
    if (words) search(words);
  }

  /** @param {EventTarget | null} target @returns {Bar | null} */
  function barUnder(target) {
    const g = target instanceof Element ? target.closest('#frames > g') : null;
    return g === null ? null : (bars.find(bar => bar.g === g) ?? null);
  }

  addEventListener('load', () => {
    const frames = byId('frames');
    bars = /** @type {SVGElement[]} */ (Array.from(frames.children)).map(barOf);
    total = Math.max(1, Number(frames.getAttribute('total_samples')));
    document.querySelector('svg')?.removeAttribute('width');
    document.querySelector('svg')?.removeAttribute('viewBox');
    const probe = /** @type {SVGTextElement | undefined} */ (bars[0]?.text);
    if (probe) {
      probe.textContent = 'MMMMMMMMMM';
      characterWidth = probe.getComputedTextLength() / 10 || characterWidth;
    }
    fitWindow();
  });
  addEventListener('resize', fitWindow);
  addEventListener('click', event => {
    const bar = barUnder(event.target);
    const id = event.target instanceof Element ? event.target.id : '';
    if (bar) zoomed = bar.samples === total ? null : bar;
    else if (id === 'unzoom') zoomed = null;
    else if (id === 'search') ask();
    if (bar || id === 'unzoom') arrange();
  });
  addEventListener('mouseover', event => {
    const bar = barUnder(event.target);
    if (bar) byId('details').textContent = `Function: ${bar.title}`;
  });
  addEventListener('mouseout', event => {
    if (barUnder(event.target)) byId('details').textContent = ' ';
  });
  addEventListener('keydown', event => {
    if (event.key !== 'F3' && !(event.ctrlKey && event.key === 'f')) return;
    event.preventDefault();
    ask();
  });
})();
