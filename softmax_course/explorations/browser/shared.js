// What the explorations share: a stage that draws at most once a frame, controls, axes, handles.

const SVG = "http://www.w3.org/2000/svg";
// JupyterLab takes arrow keys, Enter and Space for itself unless the very element that has the focus forbids it.
const KEYS = { "data-lm-suppress-shortcuts": "true" };
const TEXT = 12.5; // px
const QUIET_BEFORE_SPEAKING = 700; // ms: a screen reader hears where a drag has ended, not every station of it

// ---- elements and numbers ----------------------------------------------------------------------------------------

export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

export function element(tag, attributes = {}, ...children) {
  const node = set(document.createElement(tag), attributes);
  node.append(...children);
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = set(document.createElementNS(SVG, tag), attributes);
  node.append(...children);
  return node;
}

export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

export function fixed(value, digits = 2, sign = false) {
  const text = Math.abs(value).toFixed(digits);
  const negative = value < 0 && Number(text) !== 0;
  return (negative ? "−" : sign && Number(text) !== 0 ? "+" : "") + text;
}

// As one reads it: 0.31, 0.0042, 3.1·10⁻⁷
export function short(value, digits = 3) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (value === 0 || (size >= 0.001 && size < 100000)) {
    const decimals = value === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
    return fixed(value, Math.min(decimals, 6));
  }
  const [mantissa, exponent] = size.toExponential(1).split("e");
  return `${value < 0 ? "−" : ""}${mantissa}·10${raised(exponent)}`;
}

export function raised(exponent) {
  return [...String(Number(exponent))].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign])).join("");
}

export function lowered(number) {
  return [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]).join("");
}

// A frame asks for the same numbers several times: they are computed once for each state.
export function remember(compute) {
  let asked = null;
  let answer = null;
  return (state) => {
    if (state !== asked) [asked, answer] = [state, compute(state)];
    return answer;
  };
}

// ---- exp and log that Python computes too, digit for digit --------------------------------------------------------

// Browsers and Python round exp and log differently. Where the last digit matters, because a picture is about it or a descent makes it
// grow, both are made of + − × ÷ alone, which every machine rounds alike: same_digits.py does the same operations in the same order.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const EXP_TERMS = 15;
const LOG_TERMS = 13;

export function exp(x) {
  const doublings = Math.floor(x / LN2_HIGH + 0.5);
  const rest = x - doublings * LN2_HIGH - doublings * LN2_LOW;
  let sum = 1;
  for (let n = EXP_TERMS; n > 0; n -= 1) sum = 1 + (rest / n) * sum;
  for (let n = 0; n < doublings; n += 1) sum *= 2;
  for (let n = 0; n < -doublings; n += 1) sum /= 2;
  return sum;
}

export function log(x) {
  let doublings = 0;
  let rest = x;
  for (; rest > 1.4142135623730951; doublings += 1) rest /= 2;
  for (; rest < 0.7071067811865476; doublings -= 1) rest *= 2;
  const s = (rest - 1) / (rest + 1);
  let sum = 0;
  for (let n = LOG_TERMS; n >= 0; n -= 1) sum = 1 / (2 * n + 1) + s * s * sum;
  return doublings * LN2_HIGH + (doublings * LN2_LOW + 2 * s * sum);
}

// ---- the stage ---------------------------------------------------------------------------------------------------

// Everything between a model and its picture. `traits` are those that the picture depends on; `speak` tells the state in words.
export function stage({ model, el }, { name, title, lead, traits, speak }) {
  const controls = element("div", { class: "smx-controls" });
  const panels = element("div", { class: "smx-panels" });
  const spoken = element("p", { class: "smx-spoken", "aria-live": "polite" });
  const root = element(
    "section",
    { class: "smx", "aria-label": title, "data-exploration": name },
    element("p", { class: "smx-title" }, title),
    element("p", { class: "smx-lead" }, lead),
    element("div", { class: "smx-body" }, controls, panels),
    spoken,
  );
  const updates = [];
  const leaving = [];
  let frame = 0;
  let speaking = 0;

  const state = () => Object.fromEntries(traits.map((trait) => [trait, model.get(trait)]));

  function draw() {
    frame = 0;
    const began = performance.now();
    const now = state();
    for (const update of updates) update(now);
    root.dispatchEvent(new CustomEvent("smx-drawn", { bubbles: true, detail: performance.now() - began }));
    clearTimeout(speaking);
    speaking = setTimeout(() => write(spoken, speak(now)), QUIET_BEFORE_SPEAKING);
  }

  function schedule() {
    if (!frame) frame = requestAnimationFrame(draw);
  }

  // Python hears of it at once; what changes faster than a kernel can listen is dropped by the model, the last value never.
  function change(values) {
    for (const [trait, value] of Object.entries(values)) model.set(trait, value);
    model.save_changes();
    schedule();
  }

  const view = {
    root,
    panels,
    controls,
    state,
    change,
    schedule,
    onDraw: (update) => updates.push(update),
    onLeave: (action) => leaving.push(action),
    isDark: () => root.dataset.theme === "dark",
    start() {
      for (const trait of traits) model.on(`change:${trait}`, schedule);
      leaving.push(() => traits.forEach((trait) => model.off(`change:${trait}`, schedule)));
      leaving.push(followTheme(root, schedule));
      leaving.push(() => cancelAnimationFrame(frame), () => clearTimeout(speaking));
      el.append(root);
      draw();
      return () => leaving.forEach((action) => action());
    },
  };
  return view;
}

// JupyterLab and Notebook say on <body> which theme they have; elsewhere the system does.
function followTheme(root, changed) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  function read() {
    const said = document.body.dataset.jpThemeLight;
    const dark = said === undefined ? system.matches : said === "false";
    const theme = dark ? "dark" : "light";
    if (root.dataset.theme !== theme) {
      root.dataset.theme = theme;
      changed();
    }
  }
  const body = new MutationObserver(read);
  body.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  system.addEventListener("change", read);
  read();
  return () => {
    body.disconnect();
    system.removeEventListener("change", read);
  };
}

// ---- controls ----------------------------------------------------------------------------------------------------

// `read` gives the position of the slider for a state, `changed` the traits for a position, `text` what is said of a state.
export function slider(view, { label, min, max, step, read, changed, text, parent = view.controls, colour = null }) {
  const input = element("input", { type: "range", min, max, step, "aria-label": label, ...KEYS });
  const output = element("span", { class: "smx-value", "aria-hidden": "true" });
  const row = element(
    "label",
    { class: "smx-slider" },
    element("span", { class: "smx-name" }, label),
    output,
    input,
  );
  if (colour) {
    row.classList.add("smx-coloured");
    row.style.setProperty("--smx-accent", colour);
  }
  input.addEventListener("input", () => view.change(changed(Number(input.value), view.state())));
  view.onDraw((state) => {
    const position = String(read(state));
    if (input.value !== position) input.value = position;
    const said = text(state);
    write(output, said);
    set(input, { "aria-valuetext": said });
    input.style.setProperty("--smx-at", `${((100 * (input.value - min)) / (max - min)).toFixed(1)}%`);
  });
  parent.append(row);
  return input;
}

// A name that no other picture on the page has: each exploration has its own copy of this module.
export function unique(name) {
  return `smx-${name}-${Math.random().toString(36).slice(2)}`;
}

export function choice(view, { label, options, read, changed, parent = view.controls }) {
  const group = unique("choice");
  const inputs = options.map(([value, text]) => {
    const input = element("input", { type: "radio", name: group, value, ...KEYS });
    input.addEventListener("change", () => view.change(changed(value)));
    return [value, input, element("label", {}, input, element("span", {}, text))];
  });
  const set_ = element(
    "div",
    { class: "smx-choice", role: "radiogroup", "aria-label": label },
    element("span", { class: "smx-name", "aria-hidden": "true" }, label),
    element("span", { class: "smx-options" }, ...inputs.map(([, , node]) => node)),
  );
  view.onDraw((state) => inputs.forEach(([value, input]) => (input.checked = read(state) === value)));
  parent.append(set_);
}

export function button(view, text, action, attributes = {}) {
  const node = element("button", { type: "button", class: "smx-button", ...attributes, ...KEYS }, text);
  node.addEventListener("click", action);
  return node;
}

// Buttons that set several traits at once, and one that brings back what Python began with.
export function presets(view, model, choices) {
  const buttons = choices.map(([text, values]) => button(view, text, () => view.change(values(view.state()))));
  const reset = button(view, "Reset", () => view.change(model.get("_start")), { class: "smx-button smx-reset" });
  view.controls.append(
    element("div", { class: "smx-presets", role: "group", "aria-label": "Places to look at" }, ...buttons, reset),
  );
}

// A button that runs `forward`, which gives the next traits or null at the end, a few times a second.
export function player(view, { label, rate, rewind, forward }) {
  let running = 0;
  const node = button(view, "", () => (running ? stop() : begin()), { class: "smx-button smx-play" });
  const show = () => {
    write(node, running ? "❚❚" : "▶");
    set(node, { "aria-label": running ? `Pause: ${label}` : `Play: ${label}` });
  };
  function stop() {
    cancelAnimationFrame(running);
    running = 0;
    show();
  }
  function begin() {
    const first = rewind(view.state());
    if (first) view.change(first);
    let before = performance.now();
    const turn = (now) => {
      const count = Math.floor(((now - before) * rate) / 1000);
      running = requestAnimationFrame(turn);
      if (!count) return;
      before += (count * 1000) / rate;
      const next = forward(view.state(), count);
      if (next) view.change(next);
      else stop();
    };
    running = requestAnimationFrame(turn);
    show();
  }
  view.onLeave(stop);
  show();
  return node;
}

// ---- pictures ----------------------------------------------------------------------------------------------------

export const ROOMS = [["smx-wide smx-when-wide", 700], ["smx-when-narrow", 350]];

// A panel holds an SVG of a fixed coordinate system, which fills the width that there is.
// `legend` names lines by [text, colour, dashed]. `room` is empty, or one of ROOMS: a panel as wide as the stage is drawn twice,
// for a wide stage and for a narrow one, and one of the two is seen.
export function panel(view, { title, width, height, label, legend = [], interactive = false, room = "", canvas = null }) {
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${height}`,
    role: interactive ? "group" : "img",
    "aria-label": label,
  });
  const caption = element("figcaption", {}, title);
  const frame = element("div", { class: "smx-frame", style: `aspect-ratio: ${width} / ${height}` });
  if (canvas) frame.append(canvas);
  frame.append(picture);
  const keys = legend.map(([text, colour, dashed]) => element("span", { style: `--smx-accent: ${colour}` },
    element("i", { class: dashed ? "smx-dashed" : "" }), text));
  const lines = keys.length ? [element("div", { class: "smx-legend" }, ...keys)] : [];
  view.panels.append(element("figure", { class: `smx-panel ${room}` }, caption, ...lines, frame));
  keepTextReadable(view, picture);
  return picture;
}

// A picture grows with the room for it, and its words do not.
function keepTextReadable(view, picture) {
  const observer = new ResizeObserver(() => {
    const zoom = picture.clientWidth / picture.viewBox.baseVal.width;
    if (zoom > 0) picture.style.fontSize = `${(TEXT / clamp(zoom, 0.75, 2)).toFixed(2)}px`;
  });
  observer.observe(picture);
  view.onLeave(() => observer.disconnect());
}

const scale = ({ from, to, log = false }, start, end) => {
  const measure = log ? Math.log10 : (value) => value;
  const [low, high] = [measure(from), measure(to)];
  const place = (value) => start + ((measure(value) - low) / (high - low)) * (end - start);
  place.back = (at) => {
    const value = low + ((at - start) / (end - start)) * (high - low);
    return log ? 10 ** value : value;
  };
  return place;
};

// Axes in a box of the picture: gives the two scales, and a layer that is cut off at the box.
export function axes(picture, { box, x, y, grid = true }) {
  const [left, top, right, bottom] = box;
  const across = scale(x, left, right);
  const up = scale(y, bottom, top);
  const id = unique("box");
  const margin = 7; // a mark on the edge is not cut in half
  const clip = { x: left - margin, y: top - margin, width: right - left + 2 * margin, height: bottom - top + 2 * margin };
  const back = svg("g", { class: "smx-axes" });
  for (const [value, text] of x.ticks) {
    if (grid) back.append(svg("line", { class: "smx-grid", x1: across(value), x2: across(value), y1: top, y2: bottom }));
    back.append(svg("text", { x: across(value), y: bottom + 16, "text-anchor": "middle" }, text));
  }
  for (const [value, text] of y.ticks) {
    if (grid) back.append(svg("line", { class: "smx-grid", x1: left, x2: right, y1: up(value), y2: up(value) }));
    back.append(svg("text", { x: left - 7, y: up(value) + 4, "text-anchor": "end" }, text));
  }
  back.append(svg("line", { class: "smx-axis", x1: left, x2: right, y1: bottom, y2: bottom }));
  if (x.label) {
    back.append(svg("text", { class: "smx-label", x: (left + right) / 2, y: bottom + 34, "text-anchor": "middle" }, x.label));
  }
  if (y.label) back.append(svg("text", { class: "smx-label", x: y.labelAt ?? 2, y: top - 13 }, y.label));
  const layer = svg("g", { "clip-path": `url(#${id})` });
  picture.append(svg("clipPath", { id }, svg("rect", clip)), back, layer);
  return { X: across, Y: up, layer, back };
}

export function polyline(xs, ys, X = (x) => x, Y = (y) => y) {
  let path = "";
  let pen = "M";
  for (let i = 0; i < xs.length; i += 1) {
    const x = X(xs[i]);
    const y = Y(ys[i]);
    if (Number.isFinite(x) && Number.isFinite(y)) {
      path += `${pen}${clamp(x, -9999, 9999).toFixed(2)},${clamp(y, -9999, 9999).toFixed(2)}`;
      pen = "L";
    } else {
      pen = "M";
    }
  }
  return path;
}

export function line(parent, colour, attributes = {}) {
  const node = svg("path", { class: "smx-line", style: `stroke: ${colour}`, ...attributes });
  parent.append(node);
  return node;
}

export function dot(parent, colour, radius = 5.5, attributes = {}) {
  const node = svg("circle", { class: "smx-dot", r: radius, style: `fill: ${colour}`, ...attributes });
  parent.append(node);
  return node;
}

// Something to take hold of: by mouse, finger, or arrow keys (with Shift in large steps).
export function handle(view, picture, node, { label, move, key, say }) {
  set(node, { tabindex: 0, role: "slider", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 1, ...KEYS });
  node.classList.add("smx-handle");
  const place = (event) => {
    const { left, top, width } = picture.getBoundingClientRect();
    const units = picture.viewBox.baseVal.width / width;
    return [(event.clientX - left) * units, (event.clientY - top) * units];
  };
  const follow = (event) => view.change(move(...place(event), view.state()));
  const begin = (event) => {
    event.preventDefault();
    node.focus({ preventScroll: true });
    picture.setPointerCapture(event.pointerId);
    follow(event);
  };
  picture.addEventListener("pointerdown", begin);
  picture.addEventListener("pointermove", (event) => picture.hasPointerCapture(event.pointerId) && follow(event));
  node.addEventListener("keydown", (event) => {
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!direction) return;
    event.preventDefault();
    const size = event.shiftKey ? 5 : 1;
    view.change(key(direction[0] * size, direction[1] * size, view.state()));
  });
  picture.classList.add("smx-grab");
  view.onDraw((state) => {
    const [now, text] = say(state);
    set(node, { "aria-valuenow": now.toFixed(3), "aria-valuetext": text });
  });
}

// A table of live numbers; `rows` are names with a function of the state, and a colour where the picture has one.
export function readings(view, rows, parent = view.controls) {
  const list = element("dl", { class: "smx-readings" });
  for (const [name, text, colour] of rows) {
    const value = element("dd");
    const term = element("dt", colour ? { style: `--smx-accent: ${colour}`, class: "smx-key" } : {}, name);
    list.append(element("div", {}, term, value));
    view.onDraw((state) => write(value, text(state)));
  }
  parent.append(list);
}

// The part of a box [left, top, right, bottom] where a x + b y + c > 0, as the points of a polygon.
export function halfPlane([left, top, right, bottom], a, b, c) {
  const corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
  const value = ([x, y]) => a * x + b * y + c;
  const kept = [];
  corners.forEach((here, k) => {
    const next = corners[(k + 1) % 4];
    const [at, then] = [value(here), value(next)];
    if (at > 0) kept.push(here);
    if (at > 0 !== then > 0) kept.push(here.map((x, i) => x + (at / (at - then)) * (next[i] - x)));
  });
  return kept;
}

// The line a x + b y + c = 0 inside a box, as a path; nothing where it misses the box.
export function lineInside([left, top, right, bottom], a, b, c) {
  const crossings = [];
  if (b !== 0) for (const x of [left, right]) crossings.push([x, -(a * x + c) / b]);
  if (a !== 0) for (const y of [top, bottom]) crossings.push([-(b * y + c) / a, y]);
  const inside = crossings.filter(([x, y]) =>
    x >= left - 1e-9 && x <= right + 1e-9 && y >= Math.min(top, bottom) - 1e-9 && y <= Math.max(top, bottom) + 1e-9);
  const far = inside.find(([x, y]) => Math.hypot(x - inside[0][0], y - inside[0][1]) > 1e-6);
  return far ? [inside[0], far] : [];
}

// Where a function on a grid has a value: short pieces of line, as one path.
export function contour(xs, ys, values, level, X, Y) {
  let path = "";
  for (let j = 0; j + 1 < ys.length; j += 1) {
    for (let i = 0; i + 1 < xs.length; i += 1) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
      const ends = [];
      for (let k = 0; k < 4; k += 1) {
        const [[i0, j0], [i1, j1]] = [corners[k], corners[(k + 1) % 4]];
        const [v0, v1] = [values[j0][i0], values[j1][i1]];
        if (v0 < level === v1 < level) continue;
        const share = (level - v0) / (v1 - v0);
        ends.push([xs[i0] + share * (xs[i1] - xs[i0]), ys[j0] + share * (ys[j1] - ys[j0])]);
      }
      for (let k = 0; k + 1 < ends.length; k += 2) path += polyline([ends[k][0], ends[k + 1][0]], [ends[k][1], ends[k + 1][1]], X, Y);
    }
  }
  return path;
}

// The colours of a sequential map from dark to bright: values of viridis at equal distances.
const VIRIDIS = [
  [68, 1, 84], [72, 36, 117], [65, 68, 135], [53, 95, 141], [42, 120, 142], [33, 145, 140],
  [34, 168, 132], [68, 191, 112], [122, 209, 81], [189, 223, 38], [253, 231, 37],
];

export function viridis(share) {
  const at = clamp(share, 0, 1) * (VIRIDIS.length - 1);
  const low = Math.min(Math.floor(at), VIRIDIS.length - 2);
  return VIRIDIS[low].map((value, k) => value + (at - low) * (VIRIDIS[low + 1][k] - value));
}

// Black or white, whichever can be read on a colour that covers a part of the paper.
export function inkOn(view, [red, green, blue], cover) {
  const paper = view.isDark() ? 35 : 245;
  const luminance = [red, green, blue]
    .map((value) => ((value * cover + paper * (1 - cover)) / 255) ** 2.2)
    .reduce((sum, value, k) => sum + value * [0.2126, 0.7152, 0.0722][k], 0);
  return luminance > 0.18 ? "#111111" : "#ffffff";
}

// Softmax of a few logits, and what the loss sends back to them.
export function softmaxOf(logits) {
  const highest = Math.max(...logits);
  const odds = logits.map((logit) => Math.exp(logit - highest));
  const total = odds.reduce((sum, odd) => sum + odd, 0);
  return odds.map((odd) => odd / total);
}

// The entries of ½‖J‖₁ and of two gradients at probabilities p: of cross-entropy, and of half the squared error.
export function gradients(p, label) {
  const entropy = p.map((share, k) => share - (k === label ? 1 : 0));
  const average = p.reduce((sum, share, k) => sum + share * entropy[k], 0);
  const squared = p.map((share, k) => share * (entropy[k] - average));
  const size = p.reduce((sum, share) => sum + share * (1 - share), 0);
  return { size, entropy, squared, entropyLength: Math.hypot(...entropy), squaredLength: Math.hypot(...squared) };
}
