import {
  axes, choice, clamp, dot, fixed, gradients, handle, inkOn, line, lowered, panel, polyline, presets, readings, remember, set, short, slider,
  softmaxOf, stage, svg, write,
} from "./shared.js";

const HOT = 20;
const COLD = 0.05;
const ORANGE = [240, 160, 48];
const PURPLE = [141, 107, 192];
const STATIONS = 97; // temperatures of a curve, from hot to cold

export function numbers({ logits, temperature, label }) {
  const p = softmaxOf(logits.map((z) => z / temperature));
  const found = gradients(p, label);
  const jacobian = p.map((pi, i) => p.map((pj, j) => pi * ((i === j ? 1 : 0) - pj)));
  const temperatures = Array.from({ length: STATIONS }, (_, k) => HOT * (COLD / HOT) ** (k / (STATIONS - 1)));
  const along = temperatures.map((T) => gradients(softmaxOf(logits.map((z) => z / T)), label));
  return {
    p,
    jacobian,
    half_l1: found.size,
    cross_entropy: found.entropy,
    squared_error: found.squared,
    cross_entropy_length: found.entropyLength,
    squared_error_length: found.squaredLength,
    temperatures,
    half_l1_along: along.map((each) => each.size),
    cross_entropy_along: along.map((each) => each.entropyLength),
    squared_error_along: along.map((each) => each.squaredLength),
  };
}

const now = remember(numbers);

function words(state) {
  const { p, half_l1, cross_entropy_length, squared_error_length } = now(state);
  return (
    `Probabilities ${p.map((share) => fixed(share)).join(", ")}. Half the norm of the Jacobian ${short(half_l1)}. ` +
    `With label ${state.label}, the gradient of cross-entropy has length ${short(cross_entropy_length)}, ` +
    `that of the squared error ${short(squared_error_length)}.`
  );
}

function render({ model, el }) {
  const classes = model.get("logits").length;
  const all = [...Array(classes).keys()];
  const view = stage({ model, el }, {
    name: "VanishingGradient",
    title: "Which gradient vanishes?",
    lead: "Logits go in, softmax makes probabilities of them. Move towards one-hot and watch the Jacobian fade. Then look at what "
      + "two losses still send back to the logits.",
    traits: ["logits", "temperature", "label"],
    speak: words,
  });

  for (const k of all) {
    slider(view, {
      label: `logit z${lowered(k)}`,
      min: -10, max: 10, step: 0.1,
      colour: `var(--smx-fill-${k})`,
      read: ({ logits }) => clamp(logits[k], -10, 10),
      changed: (position, { logits }) => ({ logits: logits.map((z, i) => (i === k ? position : z)) }),
      text: ({ logits }) => fixed(logits[k], 1, true),
    });
  }
  slider(view, {
    label: "temperature T",
    min: -100, max: 100, step: 1,
    read: ({ temperature }) => Math.round(toPosition(temperature)),
    changed: (position) => ({ temperature: Number((HOT ** 0.5 * COLD ** 0.5 * (HOT / COLD) ** (position / 200)).toPrecision(3)) }),
    text: ({ temperature }) => short(temperature),
  });
  choice(view, {
    label: "the label: the class that is right",
    options: all.map((k) => [k, String(k)]),
    read: ({ label }) => label,
    changed: (label) => ({ label }),
  });
  const fill = (...logits) => all.map((k) => logits[k] ?? 0);
  presets(view, model, [
    ["unsure", () => ({ logits: fill(0.9, 0.4, 0), temperature: 1, label: 1 })],
    ["sure and right", () => ({ logits: fill(8, 0, 0), temperature: 1, label: 0 })],
    ["sure and wrong", () => ({ logits: fill(8, 0, 0), temperature: 1, label: 1 })],
    ["cold", () => ({ logits: fill(2, 1, 0), temperature: 0.1, label: 1 })],
    ["hot", () => ({ logits: fill(2, 1, 0), temperature: HOT, label: 1 })],
  ]);

  bars(view, all);
  heatMap(view, all);
  const track = {
    from: HOT, to: COLD, log: true, label: "T, from hot to cold",
    ticks: [[20, "20"], [5, "5"], [1, "1"], [0.2, "0.2"], [0.05, "0.05"]],
  };
  gauge(view, track);
  lengths(view, track);
  readings(view, [
    ["½‖J‖₁ = 1 − Σp²", (state) => short(now(state).half_l1)],
    ["cross-entropy’s gradient", (state) => short(now(state).cross_entropy_length), "var(--smx-blue)"],
    ["squared error’s gradient", (state) => short(now(state).squared_error_length), "var(--smx-vermilion)"],
  ]);
  return view.start();
}

function toPosition(temperature) {
  return (200 * Math.log(temperature / Math.sqrt(HOT * COLD))) / Math.log(HOT / COLD);
}

function bars(view, all) {
  const picture = panel(view, {
    title: "What comes out: p = softmax(z / T)", width: 340, height: 236, label: "Bars of the probabilities",
  });
  const { X, Y, back } = axes(picture, {
    box: [34, 26, 330, 200],
    x: { from: -0.5, to: all.length - 0.5, ticks: [] },
    y: { from: 0, to: 1.12, ticks: [[0, "0"], [0.5, "0.5"], [1, "1"]], label: "probability" },
  });
  const width = Math.min(60, (X(1) - X(0)) * 0.66);
  const marks = all.map((k) => {
    const bar = svg("rect", { x: X(k) - width / 2, width, rx: 3, style: `fill: var(--smx-fill-${k})` });
    const value = svg("text", { x: X(k), "text-anchor": "middle", class: "smx-strong" });
    const name = svg("text", { x: X(k), y: 217, "text-anchor": "middle" }, `p${lowered(k)}`);
    const right = svg("text", { x: X(k), y: 233, "text-anchor": "middle", style: "fill: var(--smx-muted)" }, "the label");
    picture.append(bar, value, name, right);
    return { bar, value, right };
  });
  picture.append(back.lastElementChild.previousElementSibling); // the axis, over the feet of the bars
  view.onDraw((state) => {
    const { p } = now(state);
    for (const k of all) {
      set(marks[k].bar, { y: Y(p[k]), height: Math.max(200 - Y(p[k]), 0.5) });
      set(marks[k].value, { y: Y(p[k]) - 6 });
      write(marks[k].value, p[k] < 0.0005 ? short(p[k], 1) : fixed(p[k], 3));
      marks[k].right.style.visibility = state.label === k ? "visible" : "hidden";
    }
  });
}

function heatMap(view, all) {
  const picture = panel(view, {
    title: "Its derivative: the Jacobian ∂pᵢ/∂zⱼ", width: 340, height: 236, label: "Heat map of the Jacobian, with its numbers",
  });
  const side = 198 / all.length;
  const left = 80;
  const cells = all.map((i) => all.map((j) => {
    const cell = svg("rect", { x: left + j * side + 1, y: i * side + 1, width: side - 2, height: side - 2, rx: 4 });
    const text = svg("text", {
      x: left + (j + 0.5) * side, y: (i + 0.5) * side + 4, "text-anchor": "middle", class: "smx-strong",
      "font-size": all.length > 4 ? "0.8em" : "1.05em",
    });
    picture.append(svg("rect", {
      x: left + j * side + 1, y: i * side + 1, width: side - 2, height: side - 2, rx: 4, style: "fill: var(--smx-soft)",
    }), cell, text);
    return { cell, text };
  }));
  for (const k of all) {
    picture.append(
      svg("text", { x: left - 9, y: (k + 0.5) * side + 4, "text-anchor": "end" }, `p${lowered(k)}`),
      svg("text", { x: left + (k + 0.5) * side, y: 214, "text-anchor": "middle" }, `z${lowered(k)}`),
    );
  }
  picture.append(svg("text", { x: left + 99, y: 232, "text-anchor": "middle", style: "fill: var(--smx-muted)" },
    "orange above 0, purple below, empty at 0"));
  view.onDraw((state) => {
    const { jacobian } = now(state);
    for (const i of all) {
      for (const j of all) {
        const value = jacobian[i][j];
        const strength = clamp(Math.abs(value) / 0.25, 0, 1);
        const { cell, text } = cells[i][j];
        const colour = value < 0 ? PURPLE : ORANGE;
        const cover = 0.9 * strength ** 0.8;
        set(cell, { fill: `rgb(${colour})`, "fill-opacity": cover.toFixed(3) });
        set(text, { fill: inkOn(view, colour, cover) });
        write(text, fixed(value, all.length > 4 ? 2 : 3, true));
      }
    }
  });
}

function gauge(view, track) {
  const picture = panel(view, {
    title: "What can move at all", width: 340, height: 250, label: "Half the norm of the Jacobian against the temperature",
    legend: [["half the size of the Jacobian: ½‖J‖₁", "var(--smx-ink)"]],
    interactive: true,
  });
  const { X, Y, layer } = axes(picture, {
    box: [34, 26, 330, 206],
    x: track,
    y: { from: 0, to: 1, ticks: [[0, "0"], [0.5, "0.5"], [1, "1"]], label: "1 − Σp²" },
  });
  const curve = line(layer, "var(--smx-ink)");
  const point = dot(picture, "var(--smx-ink)", 7);
  const value = svg("text", { class: "smx-strong" });
  picture.append(value);
  view.onDraw((state) => {
    const { temperatures, half_l1_along, half_l1 } = now(state);
    set(curve, { d: polyline(temperatures, half_l1_along, X, Y) });
    const at = X(clamp(state.temperature, COLD, HOT));
    set(point, { cx: at, cy: Y(half_l1) });
    set(value, { x: at + (at > 270 ? -12 : 12), y: Y(half_l1) - 10, "text-anchor": at > 270 ? "end" : "start" });
    write(value, short(half_l1));
  });
  dragTemperature(view, picture, point, X);
}

function lengths(view, track) {
  const picture = panel(view, {
    title: "What still arrives at the logits", width: 340, height: 250,
    label: "Lengths of the gradients of two losses against the temperature", interactive: true,
    legend: [["cross-entropy: p − onehot", "var(--smx-blue)"], ["squared error", "var(--smx-vermilion)", true]],
  });
  const { X, Y, layer } = axes(picture, {
    box: [34, 26, 330, 206],
    x: track,
    y: { from: 0, to: 1.5, ticks: [[0, "0"], [0.5, "0.5"], [1, "1"], [1.5, "1.5"]], label: "length of the gradient in z / T" },
  });
  const entropy = line(layer, "var(--smx-blue)");
  const squared = line(layer, "var(--smx-vermilion)", { class: "smx-line smx-dashed" });
  const lower = dot(picture, "var(--smx-vermilion)");
  const upper = dot(picture, "var(--smx-blue)", 7);
  view.onDraw((state) => {
    const shown = now(state);
    set(entropy, { d: polyline(shown.temperatures, shown.cross_entropy_along, X, Y) });
    set(squared, { d: polyline(shown.temperatures, shown.squared_error_along, X, Y) });
    const at = X(clamp(state.temperature, COLD, HOT));
    set(upper, { cx: at, cy: Y(shown.cross_entropy_length) });
    set(lower, { cx: at, cy: Y(shown.squared_error_length) });
  });
  dragTemperature(view, picture, upper, X);
}

function dragTemperature(view, picture, point, X) {
  const within = (temperature) => ({ temperature: Number(clamp(temperature, COLD, HOT).toPrecision(3)) });
  handle(view, picture, point, {
    label: "temperature, on the curve",
    move: (x) => within(X.back(x)),
    key: (right, up, { temperature }) => within(temperature * 1.06 ** (up - right)),
    say: ({ temperature }) => [clamp(toPosition(temperature) / 200 + 0.5, 0, 1), `T = ${short(temperature)}`],
  });
}

export default { render };
