import {
  ROOMS, axes, choice, clamp, contour, dot, element, exp, fixed, halfPlane, handle, line, lineInside, panel, player, polyline, presets, readings,
  remember, set, short, slider, stage, svg, write,
} from "./shared.js";

const MOST = 60; // steps
const WATCHED = 20; // steps in which the loss ought to fall
const AROUND = [-0.7, -1.3, 2.7, 2.1]; // of the landscape: w₀ and w₁ from, to
const FAR = 700; // log-odds beyond which p is 0 or 1
const GRID = 57;
const LEVELS = 15;
const LOWEST_STEPS = 3000;
const DATA = [-4, -7, 4, 7];
const LOSSES = [0.43, 0.8]; // of the picture
const PER_DECADE = 90; // learning rates with two digits

// log(1 + e⁻ᵐ), m the log-odds of what happened
function surprise(m) {
  return m > 0 ? Math.log1p(Math.exp(-m)) : Math.log1p(Math.exp(m)) - m;
}

function lossAt(points, labels, w0, w1) {
  let sum = 0;
  for (let n = 0; n < labels.length; n += 1) {
    const z = points[n][0] * w0 + points[n][1] * w1;
    sum += surprise(labels[n] ? z : -z);
  }
  return sum / labels.length;
}

function slopeAt(points, labels, w0, w1) {
  let [first, second] = [0, 0];
  for (let n = 0; n < labels.length; n += 1) {
    const z = points[n][0] * w0 + points[n][1] * w1;
    const share = z < -FAR ? 0 : z > FAR ? 1 : 1 / (1 + exp(-z));
    first += (share - labels[n]) * points[n][0];
    second += (share - labels[n]) * points[n][1];
  }
  return [first / labels.length, second / labels.length];
}

export function numbers({ points, labels, rate, loss, start }) {
  const factor = loss === "sum" ? rate * labels.length : rate;
  const path = [start];
  const losses = [lossAt(points, labels, ...start)];
  for (let step = 0; step < MOST; step += 1) {
    const [w0, w1] = path.at(-1);
    const [s0, s1] = slopeAt(points, labels, w0, w1);
    path.push([w0 - factor * s0, w1 - factor * s1]);
    losses.push(lossAt(points, labels, ...path.at(-1)));
  }
  let rises = 0;
  for (let step = WATCHED; step > 0; step -= 1) if (losses[step] >= losses[step - 1]) rises = step;
  return { path, losses, rises_at: rises };
}

function lowest(points, labels) {
  let w = [0, 0];
  for (let step = 0; step < LOWEST_STEPS; step += 1) {
    const slope = slopeAt(points, labels, ...w);
    w = w.map((value, k) => value - slope[k]);
  }
  return w;
}

const now = remember(numbers);
// The slider goes through the rates 0.010, 0.011 … 0.099, 0.10 … 0.99, 1.0 … 9.9.
const toRate = (at) => Number(`${10 + (at % PER_DECADE)}e${Math.floor(at / PER_DECADE) - 3}`);
function fromRate(rate) {
  const decade = clamp(Math.floor(Math.log10(rate) + 1e-12), -2, 0);
  return clamp(Math.round((decade + 2) * PER_DECADE + rate / 10 ** (decade - 1) - 10), 0, 3 * PER_DECADE - 1);
}

function words(state) {
  const { path, losses, rises_at } = now(state);
  return (
    `Learning rate ${short(state.rate)} on the ${state.loss}. After ${state.step} steps the weights are ` +
    `${path[state.step].map((w) => fixed(w)).join(" and ")}, and the loss is ${short(losses[state.step])}. ` +
    (rises_at ? `It rises at step ${rises_at}.` : `It falls at each of the first ${WATCHED} steps.`)
  );
}

function render({ model, el }) {
  const view = stage({ model, el }, {
    name: "DescentPath",
    title: "One landscape, many ways down",
    lead: "Sixty points in two clouds, a line that should keep them apart, and its loss over the two weights. Choose a learning rate, "
      + "let the path grow, drag its start.",
    traits: ["points", "labels", "rate", "loss", "step", "start"],
    speak: words,
  });
  slider(view, {
    label: "learning rate",
    min: 0, max: 3 * PER_DECADE - 1, step: 1,
    read: ({ rate }) => fromRate(rate),
    changed: (at) => ({ rate: toRate(at) }),
    text: ({ rate }) => short(rate, 2),
  });
  choice(view, {
    label: "gradient of the",
    options: [["mean", "mean"], ["sum", "sum"]],
    read: ({ loss }) => loss,
    changed: (loss) => ({ loss }),
  });
  const play = player(view, {
    label: "the descent",
    rate: 9,
    rewind: ({ step }) => (step >= MOST ? { step: 0 } : null),
    forward: ({ step }, count) => (step < MOST ? { step: Math.min(step + count, MOST) } : null),
  });
  const row = element("div", { class: "smx-with-play" }, play);
  slider(view, {
    label: "steps made",
    min: 0, max: MOST, step: 1, parent: row,
    read: ({ step }) => step,
    changed: (step) => ({ step }),
    text: ({ step }) => String(step),
  });
  view.controls.append(row);
  const at = (rate, loss) => () => ({ rate, loss, step: WATCHED, start: [0, 0] });
  presets(view, model, [
    ["timid: 0.05", at(0.05, "mean")],
    ["brisk: 1", at(1, "mean")],
    ["too long: 3.4", at(3.4, "mean")],
    ["to and fro: 4", at(4, "mean")],
    ["1 on the sum", at(1, "sum")],
    ["1/60 on the sum", at(1 / 60, "sum")],
  ]);
  landscape(view);
  clouds(view);
  for (const [room, width] of ROOMS) losses(view, room, width);
  readings(view, [
    ["weights w₀, w₁", (state) => now(state).path[state.step].map((w) => short(w)).join(",  ")],
    ["loss", (state) => short(now(state).losses[state.step], 4)],
    ["in the first 20 steps", (state) => (now(state).rises_at ? `rises at step ${now(state).rises_at}` : "falls at each")],
  ]);
  return view.start();
}

function landscape(view) {
  const picture = panel(view, {
    title: "The loss over the weights", width: 340, height: 340, label: "Contours of the loss, with the path of the descent",
    interactive: true,
  });
  const box = [34, 26, 330, 296];
  const tick = (value) => [value, fixed(value, 0)];
  const { X, Y, layer } = axes(picture, {
    box, grid: false,
    x: { from: AROUND[0], to: AROUND[2], ticks: [0, 1, 2].map(tick), label: "w₀" },
    y: { from: AROUND[1], to: AROUND[3], ticks: [-1, 0, 1, 2].map(tick), label: "w₁" },
  });
  const ground = svg("g");
  const path = line(layer, "var(--smx-vermilion)");
  const steps = svg("g");
  layer.before(ground);
  layer.append(steps);
  const marks = Array.from({ length: MOST + 1 }, () => dot(steps, "var(--smx-vermilion)", 3, { class: "" }));
  const start = dot(picture, "var(--smx-ink)", 7);
  const away = svg("text", { x: box[2], y: box[1] - 9, "text-anchor": "end", class: "smx-strong", style: "fill: var(--smx-vermilion)" });
  picture.append(away);
  let drawn = null;
  view.onDraw((state) => {
    if (drawn !== state.points) {
      drawn = state.points;
      ground.replaceChildren(...contours(state, X, Y));
    }
    const walked = now(state).path.slice(0, state.step + 1);
    set(path, { d: polyline(walked.map(([w0]) => w0), walked.map(([, w1]) => w1), X, Y) });
    marks.forEach((mark, k) => {
      mark.style.display = k > 0 && k <= state.step ? "" : "none";
      if (k <= state.step) set(mark, { cx: clamp(X(walked[k][0]), -9999, 9999), cy: clamp(Y(walked[k][1]), -9999, 9999) });
    });
    set(start, { cx: X(state.start[0]), cy: Y(state.start[1]) });
    const [w0, w1] = walked.at(-1);
    const outside = w0 < AROUND[0] || w0 > AROUND[2] || w1 < AROUND[1] || w1 > AROUND[3];
    write(away, outside ? `now at (${short(w0)}, ${short(w1)}), outside` : "");
  });
  const within = (w0, w1) => ({
    start: [clamp(w0, AROUND[0], AROUND[2]), clamp(w1, AROUND[1], AROUND[3])].map((w) => Number(w.toFixed(2))),
  });
  handle(view, picture, start, {
    label: "where the descent starts",
    move: (x, y) => within(X.back(x), Y.back(y)),
    key: (right, up, { start: [w0, w1] }) => within(w0 + 0.05 * right, w1 + 0.05 * up),
    say: ({ start: [w0, w1] }) => [clamp((w0 - AROUND[0]) / (AROUND[2] - AROUND[0]), 0, 1), `w0 ${fixed(w0)}, w1 ${fixed(w1)}`],
  });
}

function contours({ points, labels }, X, Y) {
  const w0 = Array.from({ length: GRID }, (_, k) => AROUND[0] + ((AROUND[2] - AROUND[0]) * k) / (GRID - 1));
  const w1 = Array.from({ length: GRID }, (_, k) => AROUND[1] + ((AROUND[3] - AROUND[1]) * k) / (GRID - 1));
  const values = w1.map((b) => w0.map((a) => lossAt(points, labels, a, b)));
  const bottom = lowest(points, labels);
  const least = lossAt(points, labels, ...bottom);
  const most = Math.max(...values.flat());
  const lines = Array.from({ length: LEVELS }, (_, k) => {
    const level = least + (most - least) * ((k + 0.6) / LEVELS) ** 2.6;
    return svg("path", {
      d: contour(w0, w1, values, level, X, Y), class: "smx-line smx-thin",
      style: `stroke: var(--smx-blue); opacity: ${(0.85 - (0.6 * k) / LEVELS).toFixed(2)}`,
    });
  });
  const [x, y] = [X(bottom[0]), Y(bottom[1])];
  return [
    ...lines,
    svg("path", { d: `M${x - 5},${y} h10 M${x},${y - 5} v10`, class: "smx-line", style: "stroke: var(--smx-ink)" }),
    svg("text", { x: x + 9, y: y + 15 }, "lowest"),
  ];
}

function clouds(view) {
  const picture = panel(view, {
    title: "The two clouds and the line p = ½", width: 340, height: 340, label: "The data and the decision line",
    legend: [["y = 1", "var(--smx-fill-0)"], ["y = 0", "var(--smx-fill-1)"]],
  });
  const box = [34, 26, 330, 296];
  const tick = (value) => [value, fixed(value, 0)];
  const { X, Y, layer } = axes(picture, {
    box,
    x: { from: DATA[0], to: DATA[2], ticks: [-3, 0, 3].map(tick), label: "x₀" },
    y: { from: DATA[1], to: DATA[3], ticks: [-5, 0, 5].map(tick), label: "x₁" },
  });
  const sides = [1, 0].map((k) => layer.appendChild(svg("polygon", { style: `fill: var(--smx-fill-${k}); opacity: 0.13` })));
  const points = svg("g");
  layer.append(points);
  const divide = line(layer, "var(--smx-ink)");
  let drawn = null;
  view.onDraw((state) => {
    if (drawn !== state.points) {
      drawn = state.points;
      points.replaceChildren(...state.points.map(([x, y], n) => (state.labels[n]
        ? svg("circle", { cx: X(x), cy: Y(y), r: 4, style: "fill: var(--smx-fill-0)" })
        : svg("rect", { x: X(x) - 3.5, y: Y(y) - 3.5, width: 7, height: 7, style: "fill: var(--smx-fill-1)" }))));
    }
    const [w0, w1] = now(state).path[state.step];
    const area = DATA;
    const corners = [[-w0, -w1], [w0, w1]].map(([a, b]) => halfPlane(area, a, b, 0));
    sides.forEach((side, k) => set(side, { points: corners[k].map(([x, y]) => `${X(x).toFixed(1)},${Y(y).toFixed(1)}`).join(" ") }));
    const ends = w0 || w1 ? lineInside(area, w0, w1, 0) : [];
    set(divide, { d: polyline(ends.map(([x]) => x), ends.map(([, y]) => y), X, Y) });
  });
}

function losses(view, room, width) {
  const picture = panel(view, {
    title: "The loss, step by step", width, height: 220, room, label: "The loss over the steps",
  });
  const { X, Y, layer } = axes(picture, {
    box: [40, 26, width - 12, 172],
    x: { from: 0, to: MOST, ticks: [0, 10, 20, 30, 40, 50, 60].map((t) => [t, String(t)]), label: "step" },
    y: { from: LOSSES[0], to: LOSSES[1], ticks: [[0.5, "0.5"], [0.6, "0.6"], [Math.LN2, "log 2"], [0.8, "0.8"]], label: "mean loss" },
  });
  const ahead = line(layer, "var(--smx-muted)", { class: "smx-line smx-thin", "stroke-dasharray": "3 4" });
  const walked = line(layer, "var(--smx-vermilion)");
  const rise = svg("text", { "text-anchor": "middle", class: "smx-strong", style: "fill: var(--smx-vermilion)" });
  const point = dot(layer, "var(--smx-vermilion)");
  picture.append(rise);
  const steps = Array.from({ length: MOST + 1 }, (_, k) => k);
  const inside = (value) => Math.min(value, LOSSES[1] + 0.02);
  view.onDraw((state) => {
    const { losses: all, rises_at } = now(state);
    set(ahead, { d: polyline(steps, all.map(inside), X, Y) });
    set(walked, { d: polyline(steps.slice(0, state.step + 1), all.slice(0, state.step + 1).map(inside), X, Y) });
    set(point, { cx: X(state.step), cy: Y(inside(all[state.step])) });
    const seen = rises_at > 0 && rises_at <= state.step;
    write(rise, seen ? (all[rises_at] > LOSSES[1] ? `up to ${short(all[rises_at])}` : "up") : "");
    if (seen) set(rise, { x: X(rises_at) + (all[rises_at] > LOSSES[1] ? 50 : 0), y: Math.max(Y(inside(all[rises_at])) - 8, 20) });
  });
}

export default { render };
