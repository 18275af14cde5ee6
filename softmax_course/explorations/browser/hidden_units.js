import {
  axes, choice, clamp, dot, element, exp, fixed, halfPlane, handle, line, lineInside, panel, player, polyline, presets, readings, remember, set,
  short, slider, stage, svg, write,
} from "./shared.js";

const MOST = 1000; // steps of training
const PATIENCE = 5; // ms that a frame may spend on training
const REACH = 2.3; // of the plane, to each side
const EXAMPLES = 120;
const PIXELS = 96; // of the map, to each side; the browser smooths it
const SCALES = [0.001, 0.01, 0.1, 0.3, 1, 3];
const RATES = [0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const LAST_SEED = 9;
const RANGE = 2147483647;
const SETTINGS = ["data", "hidden", "scale", "rate", "seed"];

// ---- data and starting weights -----------------------------------------------------------------------------------

// A large learning rate makes differences in the last digit grow, and Python has to arrive at the same network. So both draw by whole
// numbers below 2⁵³, which are exact, round where sines or logarithms came in, and then do the same operations in the same order.
function random(seed) {
  let state = 7919 * (seed + 1);
  const uniform = () => (state = (state * 48271) % RANGE) / RANGE;
  const normal = () => {
    const size = Math.sqrt(-2 * Math.log(uniform()));
    return rounded(size * Math.cos(2 * Math.PI * uniform()));
  };
  return { uniform, normal };
}

const rounded = (value) => Math.floor(value * 1e6 + 0.5) / 1e6;

function problem(data) {
  const { uniform, normal } = random(41);
  const points = [];
  const labels = [];
  for (let n = 0; n < EXAMPLES; n += 1) {
    if (data === "ring") {
      const label = n % 2;
      const radius = label ? 1.5 + 0.5 * uniform() : 0.9 * Math.sqrt(uniform());
      const angle = 2 * Math.PI * uniform();
      points.push([radius * Math.cos(angle), radius * Math.sin(angle)].map(rounded));
      labels.push(label);
    } else if (data === "xor") {
      const [right, up] = [n % 2, Math.floor(n / 2) % 2];
      points.push([(right ? 1.1 : -1.1) + 0.36 * normal(), (up ? 1.1 : -1.1) + 0.36 * normal()]);
      labels.push(right === up ? 0 : 1);
    } else {
      const arm = n % 3;
      const along = 0.08 + (0.92 * Math.floor(n / 3)) / (EXAMPLES / 3 - 1);
      const angle = 3.6 * along + (arm * 2 * Math.PI) / 3 + 0.1 * normal();
      points.push([2.1 * along * Math.sin(angle), 2.1 * along * Math.cos(angle)].map(rounded));
      labels.push(arm);
    }
  }
  return { points, labels, classes: data === "spiral" ? 3 : 2 };
}

// A network as one row of numbers: three for each unit (its two weights and bias), then for each class one a unit, and a bias.
function begin({ hidden, scale, seed }, classes) {
  const { normal } = random(seed + 100);
  const net = [];
  for (let unit = 0; unit < hidden; unit += 1) net.push(scale * normal(), scale * normal(), 0);
  for (let k = 0; k < classes; k += 1) {
    for (let unit = 0; unit < hidden; unit += 1) net.push(scale * normal());
    net.push(0);
  }
  return Float64Array.from(net);
}

// ---- training ----------------------------------------------------------------------------------------------------

function training(settings) {
  const { points, labels, classes } = problem(settings.data);
  const { hidden, rate } = settings;
  const nets = [begin(settings, classes)];
  const losses = [];
  const rights = [];
  const above = 3 * hidden;
  const width = hidden + 1;
  const active = new Float64Array(hidden);
  const shares = new Float64Array(classes);

  // Loss and share of right answers at the last network, and the network after it.
  function step() {
    const net = nets.at(-1);
    const down = new Float64Array(net.length);
    let [loss, right] = [0, 0];
    for (let n = 0; n < labels.length; n += 1) {
      const [x, y] = points[n];
      for (let u = 0; u < hidden; u += 1) active[u] = Math.max(net[3 * u] * x + net[3 * u + 1] * y + net[3 * u + 2], 0);
      let highest = -Infinity;
      let answer = 0;
      for (let k = 0; k < classes; k += 1) {
        const row = above + k * width;
        let score = net[row + hidden];
        for (let u = 0; u < hidden; u += 1) score += net[row + u] * active[u];
        shares[k] = score;
        if (score > highest) [highest, answer] = [score, k];
      }
      const own = shares[labels[n]];
      let total = 0;
      for (let k = 0; k < classes; k += 1) total += shares[k] = exp(shares[k] - highest);
      loss += Math.log(total) + highest - own;
      right += answer === labels[n];
      for (let k = 0; k < classes; k += 1) {
        const back = (shares[k] / total - (k === labels[n])) / labels.length;
        const row = above + k * width;
        down[row + hidden] += back;
        for (let u = 0; u < hidden; u += 1) {
          if (active[u] > 0) {
            down[row + u] += back * active[u];
            const further = back * net[row + u];
            down[3 * u] += further * x;
            down[3 * u + 1] += further * y;
            down[3 * u + 2] += further;
          }
        }
      }
    }
    losses.push(loss / labels.length);
    rights.push(right / labels.length);
    nets.push(net.map((value, i) => value - rate * down[i]));
  }
  step();
  const done = () => losses.length - 1;
  return {
    points, labels, classes, hidden, nets, losses, rights, done,
    advance(milliseconds) {
      const end = performance.now() + milliseconds;
      while (done() < MOST && performance.now() < end) step();
      return done() < MOST;
    },
  };
}

function sleeping({ points }, net, hidden) {
  const on = (u) => points.some(([x, y]) => net[3 * u] * x + net[3 * u + 1] * y + net[3 * u + 2] > 0);
  return [...Array(hidden).keys()].filter((u) => !on(u));
}

export function numbers(state) {
  const run = training(state);
  run.advance(Infinity);
  const net = run.nets[state.step];
  return {
    points: run.points,
    labels: run.labels,
    net: [...net],
    losses: run.losses,
    loss: run.losses[state.step],
    right: run.rights[state.step],
    dead: sleeping(run, net, state.hidden),
  };
}

// ---- drawing -----------------------------------------------------------------------------------------------------

function render({ model, el }) {
  let run = null;
  let trained = "";
  const at = remember((state) => {
    const settings = JSON.stringify(SETTINGS.map((name) => state[name]));
    if (trained !== settings) [run, trained] = [training(state), settings];
    const unfinished = run.advance(PATIENCE);
    if (unfinished) view.schedule();
    set(view.root, { "aria-busy": unfinished && "true" });
    const step = Math.min(state.step, run.done());
    return { ...run, step, net: run.nets[step], last: run.done() };
  });
  const view = stage({ model, el }, {
    name: "HiddenUnits",
    title: "What the hidden units draw",
    lead: "Each hidden unit is off on one side of a line and a rising ramp on the other. The network adds up such ramps. Train it, and go "
      + "back and forth in its training.",
    traits: [...SETTINGS, "step"],
    speak: (state) => words(at(state)),
  });
  choice(view, {
    label: "points",
    options: [["ring", "ring"], ["xor", "XOR"], ["spiral", "spiral"]],
    read: ({ data }) => data,
    changed: (data) => ({ data }),
  });
  slider(view, {
    label: "hidden units", min: 1, max: 8, step: 1,
    read: ({ hidden }) => hidden,
    changed: (hidden) => ({ hidden }),
    text: ({ hidden }) => String(hidden),
  });
  ladder(view, "scale", "starting scale", SCALES);
  ladder(view, "rate", "learning rate", RATES);
  slider(view, {
    label: "seed", min: 0, max: LAST_SEED, step: 1,
    read: ({ seed }) => clamp(seed, 0, LAST_SEED),
    changed: (seed) => ({ seed }),
    text: ({ seed }) => String(seed),
  });
  const row = element("div", { class: "smx-with-play" }, player(view, {
    label: "the training",
    rate: 120,
    rewind: ({ step }) => (step >= MOST ? { step: 0 } : null),
    forward: ({ step }, count) => (step < MOST ? { step: Math.min(step + count, MOST) } : null),
  }));
  slider(view, {
    label: "training step", min: 0, max: MOST, step: 5, parent: row,
    read: ({ step }) => Math.round(step / 5) * 5,
    changed: (step) => ({ step }),
    text: ({ step }) => String(step),
  });
  view.controls.append(row);
  const preset = (data, hidden, scale, rate, step) => () => ({ data, hidden, scale, rate, seed: 1, step });
  presets(view, model, [
    ["a fence", preset("ring", 3, 1, 0.5, MOST)],
    ["XOR with two", preset("xor", 2, 1, 0.5, MOST)],
    ["spiral", preset("spiral", 8, 1, 1, MOST)],
    ["tiny start", preset("ring", 6, 0.001, 0.5, 100)],
    ["all dead", preset("ring", 6, 3, 5, 200)],
  ]);
  plane(view, at);
  curve(view, at);
  units(view, at);
  readings(view, [
    ["loss", (state) => short(at(state).losses[at(state).step])],
    ["right", (state) => `${fixed(100 * at(state).rights[at(state).step], 0)} %`],
    ["dead units", (state) => sleeping(at(state), at(state).net, state.hidden).join(", ") || "none"],
  ]);
  return view.start();
}

function words({ step, losses, rights, net, hidden, ...run }) {
  const dead = sleeping(run, net, hidden).length;
  return `After ${step} steps the loss is ${short(losses[step])}, ${fixed(100 * rights[step], 0)} per cent are right, and ${dead} of `
    + `${hidden} units are off for all points.`;
}

function ladder(view, trait, label, values) {
  const nearest = (value) => values.reduce((best, each, k) => (Math.abs(each - value) < Math.abs(values[best] - value) ? k : best), 0);
  slider(view, {
    label, min: 0, max: values.length - 1, step: 1,
    read: (state) => nearest(state[trait]),
    changed: (k) => ({ [trait]: values[k] }),
    text: (state) => String(state[trait]),
  });
}

const across = (size) => [(x) => ((x + REACH) / (2 * REACH)) * size, (y) => ((REACH - y) / (2 * REACH)) * size];
const BOX = [-REACH, -REACH, REACH, REACH];
const SHAPES = [
  (x, y, r) => `M${x - r},${y} a${r},${r} 0 1,0 ${2 * r},0 a${r},${r} 0 1,0 ${-2 * r},0`,
  (x, y, r) => `M${x},${y - 1.2 * r} L${x + 1.15 * r},${y + 0.8 * r} L${x - 1.15 * r},${y + 0.8 * r} z`,
  (x, y, r) => `M${x - 0.9 * r},${y - 0.9 * r} h${1.8 * r} v${1.8 * r} h${-1.8 * r} z`,
];
const FILLS = ["var(--smx-fill-0)", "var(--smx-fill-5)", "var(--smx-fill-2)"];
const TINTS = { light: [[0, 114, 178], [213, 94, 0], [0, 158, 115]], dark: [[75, 166, 222], [255, 143, 82], [45, 189, 145]] };

function marks({ points, labels, classes }, size, radius, every = 1) {
  const [X, Y] = across(size);
  return [...Array(classes).keys()].map((k) => svg("path", {
    d: points.filter((_, n) => labels[n] === k && Math.floor(n / 6) % every === 0).map(([x, y]) => SHAPES[k](X(x), Y(y), radius)).join(" "),
    style: `fill: ${FILLS[k]}; stroke: var(--smx-paper); stroke-width: ${radius / 4}`,
  }));
}

function plane(view, at) {
  const size = 360;
  const canvas = element("canvas", { width: PIXELS, height: PIXELS, "aria-hidden": "true", style: "border-radius: 8px" });
  const picture = panel(view, {
    title: "The network: its decision regions", width: size, height: size, canvas, label: "Decision regions, the lines of the units, the points",
  });
  const lines = svg("g");
  const points = svg("g");
  picture.append(lines, points);
  const [X, Y] = across(size);
  const context = canvas.getContext("2d");
  const image = context.createImageData(PIXELS, PIXELS);
  let drawn = null;
  view.onDraw((state) => {
    const now = at(state);
    if (drawn !== now.points) {
      drawn = now.points;
      points.replaceChildren(...marks(now, size, 4.2));
    }
    paint(image, now, view.isDark());
    context.putImageData(image, 0, 0);
    const ends = [...Array(now.hidden).keys()].map((u) => lineInside(BOX, ...now.net.slice(3 * u, 3 * u + 3)));
    while (lines.childElementCount < ends.length) {
      line(lines, "var(--smx-ink)", { class: "smx-line smx-thin", "stroke-dasharray": "5 4", opacity: 0.6 });
    }
    [...lines.children].forEach((path, u) => {
      const pair = ends[u] ?? [];
      set(path, { d: polyline(pair.map(([x]) => x), pair.map(([, y]) => y), X, Y) });
    });
  });
}

function paint(image, { net, hidden, classes }, dark) {
  const tints = TINTS[dark ? "dark" : "light"];
  const scores = new Float64Array(classes);
  const active = new Float64Array(hidden);
  const above = 3 * hidden;
  let at = 0;
  for (let row = 0; row < PIXELS; row += 1) {
    const y = REACH - ((row + 0.5) / PIXELS) * 2 * REACH;
    for (let column = 0; column < PIXELS; column += 1) {
      const x = ((column + 0.5) / PIXELS) * 2 * REACH - REACH;
      for (let u = 0; u < hidden; u += 1) active[u] = Math.max(net[3 * u] * x + net[3 * u + 1] * y + net[3 * u + 2], 0);
      let best = 0;
      for (let k = 0; k < classes; k += 1) {
        let score = net[above + k * (hidden + 1) + hidden];
        for (let u = 0; u < hidden; u += 1) score += net[above + k * (hidden + 1) + u] * active[u];
        scores[k] = score;
        if (score > scores[best]) best = k;
      }
      let total = 0;
      for (let k = 0; k < classes; k += 1) total += Math.exp(scores[k] - scores[best]);
      const sure = (classes / total - 1) / (classes - 1); // 0 at even odds, 1 at one-hot
      const tint = tints[best];
      image.data[at] = tint[0];
      image.data[at + 1] = tint[1];
      image.data[at + 2] = tint[2];
      image.data[at + 3] = 255 * (0.1 + 0.32 * sure);
      at += 4;
    }
  }
}

function curve(view, at) {
  const picture = panel(view, {
    title: "The loss over training", width: 340, height: 300, label: "The loss over training, logarithmic", interactive: true,
  });
  const { X, Y, layer } = axes(picture, {
    box: [44, 26, 330, 256],
    x: { from: 0, to: MOST, ticks: [[0, "0"], [250, "250"], [500, "500"], [750, "750"], [1000, "1000"]], label: "step" },
    y: { from: 0.001, to: 10, log: true, ticks: [[0.001, "0.001"], [0.01, "0.01"], [0.1, "0.1"], [1, "1"], [10, "10"]], label: "loss" },
  });
  const path = line(layer, "var(--smx-ink)", { class: "smx-line smx-thin" });
  const ruler = svg("line", { y1: 26, y2: 256, style: "stroke: var(--smx-muted)", "stroke-dasharray": "3 4" });
  layer.append(ruler);
  const point = dot(picture, "var(--smx-ink)", 7);
  const inside = (loss) => clamp(loss, 0.001, 10);
  let length = 0;
  let drawn = null;
  view.onDraw((state) => {
    const now = at(state);
    if (drawn !== now.losses || length !== now.losses.length) {
      [drawn, length] = [now.losses, now.losses.length];
      const kept = [...now.losses.keys()].filter((k) => k % 5 === 0);
      set(path, { d: polyline(kept, kept.map((k) => inside(now.losses[k])), X, Y) });
    }
    set(point, { cx: X(now.step), cy: Y(inside(now.losses[now.step])) });
    set(ruler, { x1: X(now.step), x2: X(now.step) });
  });
  const within = (step) => ({ step: clamp(Math.round(step / 5) * 5, 0, MOST) });
  handle(view, picture, point, {
    label: "training step, on the curve",
    move: (x) => within(X.back(x)),
    key: (right, up, { step }) => within(step + 10 * (right + up)),
    say: ({ step }) => [step / MOST, `step ${step}`],
  });
}

// One small picture a unit: the side where it is on, in the colour of the class it speaks for, with lines at s = 1, 2, 3 …
function units(view, at) {
  const size = 100;
  const grid = element("div", { class: "smx-units" });
  view.panels.append(element("figure", { class: "smx-panel smx-wide" },
    element("figcaption", {}, "Unit by unit ", element("small", {}, "coloured where it is on, by the class for which it speaks")), grid));
  const [X, Y] = across(size);
  let drawn = null;
  let parts = [];
  view.onDraw((state) => {
    const now = at(state);
    if (drawn !== now.points) {
      drawn = now.points;
      parts = [...Array(now.hidden).keys()].map((u) => {
        const side = svg("polygon");
        const levels = svg("path", { class: "smx-line", "stroke-width": 0.6 });
        const edge = svg("path", { class: "smx-line", style: "stroke: var(--smx-ink)", "stroke-width": 1.6 });
        const picture = svg("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": `Unit ${u}` },
          side, levels, edge, ...marks(now, size, 2.2, 2));
        const says = element("span", { class: "smx-note" });
        const unit = element("div", { class: "smx-unit" }, picture, element("p", {}, element("b", {}, `unit ${u}`), says));
        return { side, levels, edge, says, unit, picture };
      });
      grid.replaceChildren(...parts.map(({ unit }) => unit));
    }
    const dead = new Set(sleeping(now, now.net, now.hidden));
    parts.forEach(({ side, levels, edge, says, unit }, u) => {
      const [a, b, c] = now.net.slice(3 * u, 3 * u + 3);
      const weights = [...Array(now.classes).keys()].map((k) => now.net[3 * now.hidden + k * (now.hidden + 1) + u]);
      const speaks = weights.indexOf(Math.max(...weights));
      const place = ([x, y]) => `${X(x).toFixed(1)},${Y(y).toFixed(1)}`;
      set(side, { points: halfPlane(BOX, a, b, c).map(place).join(" "), style: `fill: ${FILLS[speaks]}; opacity: 0.22` });
      const ramp = (s) => lineInside(BOX, a, b, c - s).map(place);
      const path = (ends) => (ends.length ? `M${ends[0]}L${ends[1]}` : "");
      set(edge, { d: path(ramp(0)) });
      set(levels, { d: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((s) => path(ramp(s))).join(""), style: `stroke: ${FILLS[speaks]}` });
      write(says, dead.has(u) ? "dead" : `for ${speaks}`);
      unit.classList.toggle("smx-off", dead.has(u));
    });
  });
}

export default { render };
