// A chart as a file, made in the browser: SVG as it stands, PNG twice as fine for slides and papers.
const SCALE = 2;

export async function save(chart, title, format) {
  const drawing = chart.renderToSVGString();
  const file = format === "svg" ? new Blob([drawing], { type: "image/svg+xml" }) : await painted(chart, drawing);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${title}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function painted(chart, drawing) {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = chart.getWidth() * SCALE;
  canvas.height = chart.getHeight() * SCALE;
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
