import {
  axes, choice, clamp, dot, element, fixed, gradients, handle, line, lowered, panel, polyline, presets, readings, remember, set, short,
  softmaxOf, stage, svg, unique, viridis, write,
} from "./shared.js";

const STEPS = 60; // of descent, with learning rate 1
const SMALLEST = 1e-9; // a probability of 0 has no logit: the descents begin beside the edge
const QUANTITIES = [
  ["jacobian", "size of J: ½‖J‖₁", 2 / 3],
  ["squared_error", "gradient of squared error", 0.42],
  ["cross_entropy", "gradient of cross-entropy", Math.SQRT2],
];
const CORNERS = [[50, 374], [240, 45], [430, 374]];
const WIDTH = 480;
const HEIGHT = 470;

export function numbers({ p, label }) {
  const found = gradients(p, label);
  return {
    half_l1: found.size,
    cross_entropy: found.entropy,
    squared_error: found.squared,
    cross_entropy_length: found.entropyLength,
    squared_error_length: found.squaredLength,
    cross_entropy_path: descent(p, label, "entropy"),
    squared_error_path: descent(p, label, "squared"),
  };
}

function descent(p, label, loss) {
  let logits = p.map((share) => Math.log(Math.max(share, SMALLEST)));
  const path = [softmaxOf(logits)];
  for (let step = 0; step < STEPS; step += 1) {
    const back = gradients(path.at(-1), label)[loss];
    logits = logits.map((logit, k) => logit - back[k]);
    path.push(softmaxOf(logits));
  }
  return path;
}

const now = remember(numbers);

function shown({ quantity }, found) {
  return { jacobian: found.half_l1, squared_error: found.squared_error_length, cross_entropy: found.cross_entropy_length }[quantity];
}

const place = (p) => [0, 1].map((axis) => p.reduce((sum, share, k) => sum + share * CORNERS[k][axis], 0));

// From a place in the picture to probabilities; outside the triangle the nearest that are none below 0.
function inside(x, y) {
  const p1 = (CORNERS[0][1] - y) / (CORNERS[0][1] - CORNERS[1][1]);
  const p2 = (x - CORNERS[0][0] - p1 * (CORNERS[1][0] - CORNERS[0][0])) / (CORNERS[2][0] - CORNERS[0][0]);
  return normal([1 - p1 - p2, p1, p2]);
}

function normal(shares) {
  const positive = shares.map((share) => Math.max(share, 0));
  const total = positive.reduce((sum, share) => sum + share, 0);
  return positive.map((share) => share / total);
}

function words(state) {
  const { half_l1, squared_error_length, cross_entropy_length, squared_error_path, cross_entropy_path } = now(state);
  return (
    `Probabilities ${state.p.map((share) => fixed(share)).join(", ")}, label ${state.label}. Half the norm of the Jacobian ` +
    `${short(half_l1)}, length of the gradient of squared error ${short(squared_error_length)}, of cross-entropy ` +
    `${short(cross_entropy_length)}. After ${STEPS} steps the label has ${fixed(squared_error_path.at(-1)[state.label])} and ` +
    `${fixed(cross_entropy_path.at(-1)[state.label])}.`
  );
}

function render({ model, el }) {
  const view = stage({ model, el }, {
    name: "SimplexMap",
    title: "Where on the triangle does learning stop?",
    lead: "Each point of the triangle is three probabilities. Drag the point: two descents start from it, one with each loss.",
    traits: ["p", "label", "quantity"],
    speak: words,
  });
  choice(view, {
    label: "colour: dark is 0, bright is large",
    options: QUANTITIES.map(([value, text]) => [value, text]),
    read: ({ quantity }) => quantity,
    changed: (quantity) => ({ quantity }),
  });
  choice(view, {
    label: "the label: the class that is right",
    options: [0, 1, 2].map((k) => [k, String(k)]),
    read: ({ label }) => label,
    changed: (label) => ({ label }),
  });
  const withLabel = (right, wrong, other) => ({ label }) => ({
    p: [0, 1, 2].map((k) => (k === label ? right : k === (label + 1) % 3 ? wrong : other)),
  });
  presets(view, model, [
    ["centre", withLabel(1 / 3, 1 / 3, 1 / 3)],
    ["right", withLabel(0.96, 0.02, 0.02)],
    ["sure and wrong", withLabel(0.004, 0.99, 0.006)],
    ["two wrong ones", withLabel(0.01, 0.495, 0.495)],
  ]);
  triangle(view);
  progress(view);
  readings(view, [
    ["p₀, p₁, p₂", ({ p }) => p.map((share) => fixed(share, 3)).join("  ")],
    ["½‖J‖₁", (state) => short(now(state).half_l1)],
    ["squared error’s gradient", (state) => short(now(state).squared_error_length)],
    ["cross-entropy’s gradient", (state) => short(now(state).cross_entropy_length)],
  ]);
  return view.start();
}

function triangle(view) {
  const canvas = element("canvas", { width: WIDTH, height: HEIGHT, "aria-hidden": "true" });
  const percent = CORNERS.map(([x, y]) => `${((100 * x) / WIDTH).toFixed(3)}% ${((100 * y) / HEIGHT).toFixed(3)}%`);
  canvas.style.clipPath = `polygon(${percent.join(", ")})`;
  const picture = panel(view, {
    title: "The triangle of probabilities", width: WIDTH, height: HEIGHT, canvas, interactive: true,
    label: "Map over the triangle of probabilities, with two descents",
    legend: [["cross-entropy", "#ffffff"], ["squared error", "#ff9a56", true]],
  });
  picture.parentElement.previousElementSibling.classList.add("smx-cased");
  picture.append(svg("path", {
    d: polyline([...CORNERS, CORNERS[0]].map(([x]) => x), [...CORNERS, CORNERS[0]].map(([, y]) => y)),
    class: "smx-line smx-thin", style: "stroke: var(--smx-muted)",
  }));
  const names = CORNERS.map(([x, y], k) => {
    const name = svg("text", { x, y: y + (k === 1 ? -12 : 22), "text-anchor": "middle", class: "smx-strong" });
    picture.append(name);
    return name;
  });
  const casing = { class: "smx-line", "stroke-width": 5, "stroke-opacity": 0.75 };
  const tracks = [["cross_entropy_path", "#ffffff", ""], ["squared_error_path", "#ff9a56", "smx-dashed"]].map(([path, colour, dash]) => {
    const under = line(picture, "#101418", casing);
    const over = line(picture, colour, { class: `smx-line ${dash}` });
    const end = dot(picture, colour, 4.5, { class: "" , stroke: "#101418", "stroke-width": 1.5 });
    return { path, under, over, end };
  });
  const point = dot(picture, "#ffffff", 9, { class: "", stroke: "#101418", "stroke-width": 3 });

  const bar = { left: 120, width: 240, top: 420, height: 11 };
  const stops = Array.from({ length: 11 }, (_, k) => svg("stop", { offset: k / 10, "stop-color": `rgb(${viridis(k / 10)})` }));
  const ramp = svg("linearGradient", { id: unique("ramp") }, ...stops);
  const most = svg("text", { x: bar.left + bar.width + 8, y: bar.top + 10 });
  const reading = svg("text", { y: bar.top + 35, "text-anchor": "middle", class: "smx-strong" });
  const marker = svg("path", { d: "M0,0 l-5,8 h10 z" });
  picture.append(ramp, svg("rect", { x: bar.left, y: bar.top, width: bar.width, height: bar.height, rx: 3, fill: `url(#${ramp.id})` }),
    svg("text", { x: bar.left - 8, y: bar.top + 10, "text-anchor": "end" }, "0"), most, marker, reading);

  let painted = "";
  view.onDraw((state) => {
    const found = now(state);
    const [, , largest] = QUANTITIES.find(([name]) => name === state.quantity);
    if (painted !== state.quantity + state.label) {
      painted = state.quantity + state.label;
      paint(canvas, state, largest);
    }
    names.forEach((name, k) => {
      write(name, `p${lowered(k)} = 1${k === state.label ? ": right" : ""}`);
    });
    const [x, y] = place(state.p);
    set(point, { cx: x, cy: y });
    for (const { path, under, over, end } of tracks) {
      const places = found[path].map(place);
      const d = polyline(places.map(([at]) => at), places.map(([, at]) => at));
      set(under, { d });
      set(over, { d });
      set(end, { cx: places.at(-1)[0], cy: places.at(-1)[1] });
    }
    const value = shown(state, found);
    const at = bar.left + clamp(value / largest, 0, 1) * bar.width;
    set(marker, { transform: `translate(${at.toFixed(1)}, ${bar.top + bar.height + 1})` });
    set(reading, { x: at });
    write(reading, short(value));
    write(most, fixed(largest));
  });
  handle(view, picture, point, {
    label: "the point, three probabilities",
    move: (px, py) => ({ p: inside(px, py) }),
    key: (right, up, { p }) => {
      const [x, y] = place(p);
      return { p: inside(x + 4 * right, y - 4 * up) };
    },
    say: ({ p, label }) => [p[label], p.map((share, k) => `p${k} ${fixed(share)}`).join(", ")],
  });
}

function paint(canvas, { label, quantity }, largest) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(WIDTH, HEIGHT);
  const [[left, bottom], [, top], [right]] = CORNERS;
  const p = [0, 0, 0];
  for (let row = top - 2; row < bottom + 2; row += 1) {
    p[1] = (bottom - row - 0.5) / (bottom - top);
    for (let column = left - 2; column < right + 2; column += 1) {
      p[2] = (column + 0.5 - left) / (right - left) - p[1] / 2;
      p[0] = 1 - p[1] - p[2];
      if (p[0] < -0.02 || p[2] < -0.02) continue;
      const [red, green, blue] = viridis(valueAt(p, label, quantity) / largest);
      const at = 4 * (row * WIDTH + column);
      image.data[at] = red;
      image.data[at + 1] = green;
      image.data[at + 2] = blue;
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}

// The same as in `gradients`, without making an array for every pixel.
function valueAt([p0, p1, p2], label, quantity) {
  const squares = p0 * p0 + p1 * p1 + p2 * p2;
  if (quantity === "jacobian") return 1 - squares;
  const right = [p0, p1, p2][label];
  if (quantity === "cross_entropy") return Math.sqrt(squares - 2 * right + 1);
  const average = squares - right;
  const e0 = p0 * (p0 - average - (label === 0));
  const e1 = p1 * (p1 - average - (label === 1));
  const e2 = p2 * (p2 - average - (label === 2));
  return Math.sqrt(e0 * e0 + e1 * e1 + e2 * e2);
}

function progress(view) {
  const picture = panel(view, {
    title: `${STEPS} steps of descent from there`, width: 340, height: 300, label: "Probability of the label over the steps",
    legend: [["cross-entropy", "var(--smx-blue)"], ["squared error", "var(--smx-vermilion)", true]],
  });
  const { X, Y, layer } = axes(picture, {
    box: [34, 26, 330, 256],
    x: { from: 0, to: STEPS, ticks: [[0, "0"], [20, "20"], [40, "40"], [60, "60"]], label: "step, learning rate 1" },
    y: { from: 0, to: 1, ticks: [[0, "0"], [0.5, "0.5"], [1, "1"]], label: "probability of the label" },
  });
  const squared = line(layer, "var(--smx-vermilion)", { class: "smx-line smx-dashed" });
  const entropy = line(layer, "var(--smx-blue)");
  const steps = Array.from({ length: STEPS + 1 }, (_, k) => k);
  view.onDraw((state) => {
    const found = now(state);
    set(entropy, { d: polyline(steps, found.cross_entropy_path.map((p) => p[state.label]), X, Y) });
    set(squared, { d: polyline(steps, found.squared_error_path.map((p) => p[state.label]), X, Y) });
  });
}

export default { render };
