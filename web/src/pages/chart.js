// <hotclub-chart series="JSON">: curves over time. Dragging chooses that stretch of time for the whole page.

/**
 * @typedef {object} Series
 * @property {string} unit `ns`, `per second`, `share`
 * @property {number} step seconds
 * @property {number[]} at seconds since 1970
 * @property {{ name: string, values: (number | null)[] }[]} lines
 */

/** Two significant digits, as the server writes times. @param {number} nanos */
export function time(nanos) {
  const size = Math.abs(nanos);
  if (size >= 1e9) return `${digits(nanos / 1e9)} s`;
  if (size >= 1e5) return `${digits(nanos / 1e6)} ms`;
  return size < 1 ? '0' : `${digits(nanos / 1e3)} µs`;
}

/** @param {number} value */
export function digits(value) {
  const size = Math.abs(value);
  if (size >= 10 || size === 0) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(2)));
}

/** @param {string} unit @param {number} value */
export function words(unit, value) {
  return unit === 'ns' ? time(value) : unit === 'share' ? `${digits(value * 100)} %` : digits(value);
}

/** The address of this page with another stretch of time. @param {string} href @param {number} from @param {number} to */
export function chosen(href, from, to) {
  const url = new URL(href);
  url.searchParams.delete('last');
  url.searchParams.set('from', String(Math.floor(from)));
  url.searchParams.set('to', String(Math.ceil(to)));
  return url.href;
}

const HEIGHT = 165;
const COLOURS = ['--database', '--computing', '--high'];

export class Chart extends HTMLElement {
  /** @type {any} */
  #plot;
  /** @type {ResizeObserver | undefined} */
  #observer;
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #redraw = () => this.#draw();

  connectedCallback() {
    this.#observer = new ResizeObserver(() => this.#plot?.setSize({ width: this.clientWidth, height: HEIGHT }));
    this.#draw();
    this.#observer.observe(this);
    this.#dark.addEventListener('change', this.#redraw);
  }

  disconnectedCallback() {
    this.#observer?.disconnect();
    this.#dark.removeEventListener('change', this.#redraw);
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #draw() {
    const uPlot = /** @type {any} */ (window).uPlot;
    const text = this.getAttribute('series');
    if (!uPlot || !text || this.clientWidth === 0) return;
    this.#plot?.destroy();
    /** @type {Series} */
    const series = JSON.parse(text);
    const style = getComputedStyle(this);
    /** @param {string} name */
    const colour = name => style.getPropertyValue(name).trim();
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
    const lines = series.lines.map((line, i) => ({
      label: line.name,
      stroke: colour(line.name === 'errors' ? '--high' : COLOURS[i] ?? '--muted'),
      width: 1.6,
      points: { show: series.at.length < 40, size: 4 },
      value: (/** @type {any} */ _, /** @type {number | null} */ v) => (v === null ? '–' : words(series.unit, v)),
    }));
    this.#plot = new uPlot({
      width: this.clientWidth,
      height: HEIGHT,
      legend: { live: true },
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
      scales: { y: { range: (/** @type {any} */ _, /** @type {number} */ __, /** @type {number} */ max) => [0, max > 0 ? max * 1.08 : 1] } },
      axes: [
        { ...axis, space: 70, values: [[86400, '{D} {MMM}', null, null, null, null, null, null, 1], [60, '{HH}:{mm}', '\n{D} {MMM}', null, null, null, null, null, 1], [1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1]] },
        { ...axis, size: 58, values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map(v => words(series.unit, v)) },
      ],
      tzDate: (/** @type {number} */ at) => uPlot.tzDate(new Date(at * 1e3), 'Etc/UTC'),
      series: [{ value: (/** @type {any} */ _, /** @type {number | null} */ v) => (v === null ? '' : `${new Date(v * 1000).toISOString().slice(11, 16)} UTC`), label: '' }, ...lines],
      hooks: {
        setSelect: [(/** @type {any} */ u) => {
          if (u.select.width < 5) return;
          location.assign(chosen(location.href, u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x')));
        }],
      },
    }, [series.at, ...series.lines.map(line => line.values)], this);
    this.setAttribute('role', 'img');
    this.setAttribute('aria-label', `${this.getAttribute('label') ?? ''}: ${series.lines.map(line => `${line.name} up to ${words(series.unit, Math.max(0, ...line.values.map(v => v ?? 0)))}`).join(', ')}`);
  }
}
