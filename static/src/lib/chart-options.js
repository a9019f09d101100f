// From the page's JSON to what ECharts draws. Colours, typeface and sizes are those of the style sheet.
const NUMBER = new Intl.NumberFormat("en-US");

export function said(value) {
  return value === null || value === undefined ? "–" : NUMBER.format(value);
}

export function optionOf(data, area) {
  const look = lookOf(area);
  const common = {
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 400,
    textStyle: { fontFamily: look.family, fontSize: look.size, color: look.ink },
  };
  return { ...common, ...{ bars: bars, lines: lines, flows: flows }[data.kind](data, look) };
}

// Every figure in reading order: its words, its rows, and where ECharts has it.
export function pointsOf(data) {
  if (data.kind === "flows") {
    return data.links.map((link, place) => ({
      text: flowText(data, link),
      url: link.url,
      at: { seriesIndex: 0, dataType: "edge", dataIndex: place },
      is: (event) => event.dataType === "edge" && event.dataIndex === place,
    }));
  }
  return data.series.flatMap((series, seriesIndex) =>
    series.values
      .map((value, place) => ({
        value,
        text: `${data.labels[place]} · ${series.name}: ${said(value)}`,
        url: series.urls[place],
        at: { seriesIndex, dataIndex: place },
        is: (event) => event.seriesIndex === seriesIndex && event.dataIndex === place,
      }))
      .filter((point) => point.value !== null),
  );
}

function lookOf(area) {
  const page = getComputedStyle(document.documentElement);
  const token = (name) => page.getPropertyValue(`--${name}`).trim();
  return {
    // Single quotes: ECharts writes the names into attributes of its SVG as they are.
    family: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"),
    size: Math.round(parseFloat(page.fontSize) * 0.8125),
    ink: token("ink"),
    quiet: token("ink-2"),
    line: token("line"),
    ground: token("ground"),
    narrow: area.clientWidth < 480,
    colour: (name) => token(name) || token("brand"),
  };
}

function tip(look, formatter, more = {}) {
  // Drawn as SVG text: an HTML box would need inline styles, which the content policy refuses.
  return {
    renderMode: "richText",
    confine: true,
    backgroundColor: look.ground,
    borderColor: look.line,
    textStyle: { color: look.ink, fontSize: look.size, fontFamily: look.family },
    formatter,
    ...more,
  };
}

// Lying bars, one a place: each has its name beside it, so that the colour says nothing alone.
function bars(data, look) {
  const [series] = data.series;
  return {
    grid: { left: 4, right: 56, top: 4, bottom: 4, containLabel: true },
    tooltip: tip(look, ({ name, value }) => `${name}\n${series.name} ${said(value)}`),
    xAxis: { type: "value", minInterval: 1, axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: {
      type: "category",
      inverse: true,
      data: data.labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: look.line } },
      axisLabel: { color: look.ink, fontSize: look.size, interval: 0 },
    },
    series: [
      {
        name: series.name,
        type: "bar",
        barMaxWidth: 22,
        itemStyle: { borderRadius: [0, 3, 3, 0] },
        label: { show: true, position: "right", color: look.ink, fontSize: look.size, formatter: ({ value }) => said(value) },
        data: series.values.map((value, place) => ({
          value,
          cursor: series.urls[place] ? "pointer" : "default",
          itemStyle: { color: series.faded[place] ? faded(look.colour(series.colours[place])) : look.colour(series.colours[place]) },
        })),
      },
    ],
  };
}

// Lines by month. The first one is this year's: full and with marks; the others are dashed and quiet.
function lines(data, look) {
  return {
    grid: { left: 4, right: 12, top: 34, bottom: 4, containLabel: true },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 22,
      itemHeight: 8,
      selectedMode: false,
      textStyle: { color: look.quiet, fontSize: look.size },
    },
    tooltip: tip(
      look,
      (found) => [data.labels[found[0].dataIndex], ...found.map((one) => `${one.seriesName} ${said(one.value)}`)].join("\n"),
      { trigger: "axis", axisPointer: { lineStyle: { color: look.line } } },
    ),
    xAxis: {
      type: "category",
      boundaryGap: false,
      data: data.labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: look.line } },
      axisLabel: { color: look.quiet, fontSize: look.size, interval: look.narrow ? 1 : 0, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      splitNumber: 3,
      axisLabel: { color: look.quiet, fontSize: look.size, formatter: said },
      splitLine: { lineStyle: { color: look.line } },
    },
    series: data.series.map((series, place) => ({
      name: series.name,
      type: "line",
      z: 3 - place,
      symbol: "circle",
      symbolSize: place ? 0 : 7,
      showSymbol: !place,
      connectNulls: false,
      itemStyle: { color: look.colour(series.colour) },
      lineStyle: { width: place ? 1.5 : 2.5, type: place ? "dashed" : "solid" },
      data: series.values,
    })),
  };
}

// From the left to the right: a place that gives and takes stands on both sides.
function flows(data, look) {
  const edge = look.narrow ? 68 : 92;
  return {
    tooltip: tip(look, ({ data: one, dataType }) =>
      dataType === "edge" ? flowText(data, data.links[one.place]) : `${data.nodes[one.place].name} ${said(one.total)}`,
    ),
    series: [
      {
        type: "sankey",
        left: edge,
        right: edge,
        top: 6,
        bottom: 6,
        nodeWidth: 10,
        nodeGap: 10,
        draggable: false,
        emphasis: { lineStyle: { opacity: 0.7 } },
        lineStyle: { color: "source", opacity: 0.32, curveness: 0.5 },
        data: data.nodes.map((node, place) => ({
          name: node.key,
          place,
          total: node.total,
          label: {
            position: node.key.startsWith("from:") ? "left" : "right",
            color: look.ink,
            fontSize: look.size,
            formatter: () => node.name,
          },
          itemStyle: { color: look.colour(node.colour), borderWidth: 0 },
        })),
        links: data.links.map((link, place) => ({
          source: `from:${link.from}`,
          target: `to:${link.to}`,
          value: link.value,
          place,
        })),
      },
    ],
  };
}

// The same hue, so that one bar stands out; its label keeps its ink.
function faded(colour) {
  const [red, green, blue] = [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16));
  return `rgba(${red},${green},${blue},0.45)`;
}

function flowText(data, link) {
  const name = (key) => data.nodes.find((node) => node.key === key).name;
  return `${name(`from:${link.from}`)} → ${name(`to:${link.to}`)}: ${said(link.value)}`;
}
