import {
  ROOMS, axes, choice, clamp, dot, element, exp, fixed, handle, line, log, panel, polyline, presets, raised, readings, remember, set, short, slider, stage,
  svg, write,
} from "./shared.js";

const SMALLEST = 64; // quarters of a power of ten: h goes from 1 to 10⁻¹⁶
const QUARTERS = [1, 0.5623413251903491, 0.31622776601683794, 0.1778279410038923];
const FLOOR = 1e-17; // where errors of exactly 0 are drawn

// Each function, its slope, and the imaginary part of it at x + ih.
const FUNCTIONS = {
  softplus: {
    text: "log(1 + e⁻ˣ)",
    value: (x) => log(1 + exp(-x)),
    slope: (x) => -1 / (1 + exp(x)),
    imaginary: (x, h) => Math.atan2(-exp(-x) * Math.sin(h), 1 + exp(-x) * Math.cos(h)),
  },
  cube: { text: "x³", value: (x) => x * x * x, slope: (x) => 3 * x * x, imaginary: (x, h) => 3 * x * x * h - h * h * h },
  exp: { text: "eˣ", value: exp, slope: exp, imaginary: (x, h) => exp(x) * Math.sin(h) },
};
const KINDS = [
  ["forward", "forward", "var(--smx-orange)"],
  ["central", "central", "var(--smx-blue)"],
  ["complex", "complex", "var(--smx-green)"],
];

function stepAt(quarter) {
  return QUARTERS[quarter % 4] * Number(`1e-${Math.floor(quarter / 4)}`);
}

function quotients({ value, imaginary }, x, constant, h) {
  const f = (at) => constant + value(at);
  return {
    forward: (f(x + h) - f(x)) / h,
    central: (f(x + h) - f(x - h)) / (2 * h),
    complex: imaginary(x, h) / h,
  };
}

export function numbers({ curve, x, constant, exponent }) {
  const chosen = FUNCTIONS[curve];
  const slope = chosen.slope(x);
  const steps = Array.from({ length: SMALLEST + 1 }, (_, quarter) => stepAt(quarter));
  const h = stepAt(Math.round(-4 * exponent));
  const errorsAt = (step) => {
    const found = quotients(chosen, x, constant, step);
    return KINDS.map(([kind]) => Math.abs(found[kind] - slope));
  };
  const all = steps.map(errorsAt);
  const here = quotients(chosen, x, constant, h);
  const errors = errorsAt(h);
  return {
    h,
    slope,
    steps,
    forward: here.forward,
    central: here.central,
    complex: here.complex,
    forward_error: errors[0],
    central_error: errors[1],
    complex_error: errors[2],
    forward_errors: all.map((each) => each[0]),
    central_errors: all.map((each) => each[1]),
    complex_errors: all.map((each) => each[2]),
    f: constant + chosen.value(x),
    f_right: constant + chosen.value(x + h),
    f_left: constant + chosen.value(x - h),
  };
}

const now = remember(numbers);
const stepText = ({ exponent }) => (exponent % 1 === 0 ? `10${raised(exponent)}` : short(stepAt(Math.round(-4 * exponent)), 2));

function words(state) {
  const found = now(state);
  return (
    `Step ${stepText(state)}. Errors of the slope: forward ${short(found.forward_error)}, central ${short(found.central_error)}, ` +
    `complex ${short(found.complex_error)}.`
  );
}

function render({ model, el }) {
  const view = stage({ model, el }, {
    name: "StepSize",
    title: "How small should the step be?",
    lead: "Too large, and the chord is not the tangent. Too small, and the digits cancel. Drag the step along the curves.",
    traits: ["curve", "x", "constant", "exponent"],
    speak: words,
  });
  choice(view, {
    label: "f(x)",
    options: Object.entries(FUNCTIONS).map(([name, { text }]) => [name, text]),
    read: ({ curve }) => curve,
    changed: (curve) => ({ curve }),
  });
  slider(view, {
    label: "step h",
    min: -SMALLEST, max: 0, step: 1,
    read: ({ exponent }) => Math.round(4 * exponent),
    changed: (quarter) => ({ exponent: quarter / 4 }),
    text: stepText,
  });
  slider(view, {
    label: "x",
    min: -2, max: 3, step: 0.1,
    read: ({ x }) => clamp(x, -2, 3),
    changed: (x) => ({ x }),
    text: ({ x }) => fixed(x, 1),
  });
  slider(view, {
    label: "added constant",
    min: 0, max: 12, step: 1,
    read: ({ constant }) => (constant >= 1 ? Math.round(Math.log10(constant)) : 0),
    changed: (power) => ({ constant: power ? Number(`1e${power}`) : 0 }),
    text: ({ constant }) => (constant >= 1000 ? `10${raised(Math.round(Math.log10(constant)))}` : short(constant)),
  });
  const at = (curve, x, constant, exponent) => () => ({ curve, x, constant, exponent });
  presets(view, model, [
    ["large step", at("softplus", 1, 0, 0)],
    ["good step", at("softplus", 1, 0, -5)],
    ["tiny step", at("softplus", 1, 0, -14)],
    ["large constant", at("cube", 2.5, 1e9, -5)],
  ]);
  for (const [room, width] of ROOMS) vee(view, room, width);
  chords(view);
  digits(view);
  readings(view, [
    ["true slope", (state) => short(now(state).slope, 6)],
    ...KINDS.map(([kind, name, colour]) => [`error, ${name}`, (state) => short(now(state)[`${kind}_error`]), colour]),
  ]);
  return view.start();
}

function chords(view) {
  const picture = panel(view, {
    title: "What is measured: the slope of a chord", width: 340, height: 240, label: "The function, its tangent, and the two chords",
    legend: [["forward", "var(--smx-orange)", true], ["central", "var(--smx-blue)"]],
  });
  const box = [12, 12, 328, 220];
  const { layer } = axes(picture, { box, x: { from: 0, to: 1, ticks: [] }, y: { from: 0, to: 1, ticks: [] } });
  const curve = line(layer, "var(--smx-ink)", { class: "smx-line smx-thin" });
  const central = line(layer, "var(--smx-blue)");
  const forward = line(layer, "var(--smx-orange)", { class: "smx-line smx-dashed" });
  const ends = ["var(--smx-blue)", "var(--smx-orange)", "var(--smx-ink)"].map((colour) => dot(layer, colour));
  const name = svg("text", { x: box[2], y: box[3] + 16, "text-anchor": "end", style: "fill: var(--smx-muted)" });
  picture.append(name);
  view.onDraw((state) => {
    const found = now(state);
    const { value } = FUNCTIONS[state.curve];
    const [low, high] = [state.x - 1.5, state.x + 1.5];
    const xs = Array.from({ length: 61 }, (_, k) => low + ((high - low) * k) / 60);
    const ys = xs.map(value);
    const [least, most] = [Math.min(...ys), Math.max(...ys)];
    const X = (x) => box[0] + ((x - low) / (high - low)) * (box[2] - box[0]);
    const Y = (y) => box[3] - ((y - least) / (most - least)) * (box[3] - box[1]);
    set(curve, { d: polyline(xs, ys, X, Y) });
    const here = value(state.x);
    const left = value(state.x - found.h);
    const along = (x0, y0, slope) => polyline([low, high], [y0 + slope * (low - x0), y0 + slope * (high - x0)], X, Y);
    set(central, { d: along(state.x - found.h, left, found.central) });
    set(forward, { d: along(state.x, here, found.forward) });
    set(ends[0], { cx: X(state.x - found.h), cy: Y(left) });
    set(ends[1], { cx: X(state.x + found.h), cy: Y(value(state.x + found.h)) });
    set(ends[2], { cx: X(state.x), cy: Y(here) });
    write(name, `x − 1.5 … x + 1.5, without the constant`);
  });
}

// Two values and their difference, the digits that they share in grey: those are what the subtraction loses.
function digits(view) {
  const cells = [["f(x + h)"], ["f(x − h)"], ["difference"]].map(([name]) => {
    const cell = element("td");
    return [element("tr", {}, element("th", { scope: "row" }, name), cell), cell];
  });
  const note = element("p", { class: "smx-note" });
  view.panels.append(element("figure", { class: "smx-panel" },
    element("figcaption", {}, "What is left: digits that differ"),
    element("table", { class: "smx-digits" }, element("tbody", {}, ...cells.map(([row]) => row))), note));
  const span = (kind, text) => element("span", { class: kind }, text);
  view.onDraw((state) => {
    const { f_right, f_left } = now(state);
    const texts = [f_right, f_left].map((value) => value.toPrecision(17).replace("-", "−"));
    let same = 0;
    while (same < texts[0].length && texts[0][same] === texts[1][same]) same += 1;
    texts.forEach((text, k) => cells[k][1].replaceChildren(span("smx-same", text.slice(0, same)), span("smx-left", text.slice(same))));
    write(cells[2][1], (f_right - f_left).toExponential(3).replaceAll("-", "−"));
    const left = [...texts[0].slice(same)].filter((sign) => sign >= "0" && sign <= "9").length;
    write(note, left
      ? `Of about 16 digits that a number holds, ${Math.max(left - 1, 1)} are left to tell the two apart.`
      : "The two are stored as the same number: the quotient is 0.");
  });
}

function vee(view, room, width) {
  const picture = panel(view, {
    title: "The error of the slope, against the step", width, height: 330, room, interactive: true,
    label: "Error of three numerical derivatives against the step, both axes logarithmic",
    legend: KINDS.map(([kind, name, colour]) => [name, colour, kind === "forward"]),
  });
  const { X, Y, layer } = axes(picture, {
    box: [52, 26, width - 12, 284],
    x: { from: 1e-16, to: 1, log: true, ticks: [-16, -12, -8, -4, 0].map((e) => [Number(`1e${e}`), `10${raised(e)}`]), label: "step h" },
    y: { from: 1e-17, to: 100, log: true, ticks: [-16, -12, -8, -4, 0].map((e) => [Number(`1e${e}`), `10${raised(e)}`]), label: "error" },
  });
  for (const [at, anchor, text] of width < 500 ? [] : [[1e-16, "start", "rounding: about 10⁻¹⁶ |f| / h"], [1, "end", "truncation: about h, or h²"]]) {
    layer.append(svg("text", { x: X(at) + (anchor === "end" ? -6 : 6), y: 40, "text-anchor": anchor, fill: "var(--smx-muted)" }, text));
  }
  const ruler = svg("line", { y1: 26, y2: 284, style: "stroke: var(--smx-muted)", "stroke-dasharray": "3 4" });
  layer.append(ruler);
  // On the right arm the complex step has the very errors of the central one: it is drawn below, and wider.
  const styles = {
    forward: { class: "smx-line smx-dashed" }, central: {}, complex: { class: "smx-line", "stroke-width": 6, "stroke-opacity": 0.55 },
  };
  const curves = KINDS.toReversed().map(([kind, , colour]) => [kind, line(layer, colour, styles[kind])]);
  const dots = KINDS.map(([kind, , colour]) => [kind, dot(layer, colour)]);
  const grip = svg("rect", { y: 277, width: 22, height: 14, rx: 7, class: "smx-dot", style: "fill: var(--smx-ink)" });
  picture.append(grip);
  const drawn = (error) => Math.max(error, FLOOR);
  view.onDraw((state) => {
    const found = now(state);
    for (const [kind, curve] of curves) set(curve, { d: polyline(found.steps, found[`${kind}_errors`].map(drawn), X, Y) });
    for (const [kind, mark] of dots) set(mark, { cx: X(found.h), cy: Y(drawn(found[`${kind}_error`])) });
    set(ruler, { x1: X(found.h), x2: X(found.h) });
    set(grip, { x: X(found.h) - 11 });
  });
  const within = (quarter) => ({ exponent: clamp(Math.round(quarter), -SMALLEST, 0) / 4 });
  handle(view, picture, grip, {
    label: "the step",
    move: (x) => within(4 * Math.log10(X.back(x))),
    key: (right, up, { exponent }) => within(4 * exponent + right + up),
    say: (state) => [1 + state.exponent / 16, `h = ${stepText(state)}`],
  });
}

export default { render };
