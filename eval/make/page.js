const { name, cases } = JSON.parse(document.getElementById("data").textContent);
const field = (kind, number) => document.getElementById(`${kind}-${number}`);
const kept = () => cases.filter((_, number) => field("keep", number).checked).length;
document.querySelector("main").addEventListener("change", () => {
  document.getElementById("kept").textContent = `${kept()} of ${cases.length} kept`;
});
document.getElementById("save").addEventListener("click", () => {
  const lines = cases.map((one, number) => {
    const question = field("question", number).value.trim().replace(/\s+/g, " ");
    return field("keep", number).checked ? `- ${JSON.stringify({ ...one, question })}\n` : "";
  });
  const file = new Blob([lines.join("") || "[]\n"], { type: "application/yaml" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
});
