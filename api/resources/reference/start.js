// Begins the page of the API's document: a script of its own, since the page may run none that stands
// in it. It adds what Swagger UI leaves out for those who do not see it.
const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", paint);
paint();

// A path stands in a button: as a link it would be one in another.
const PlainPaths = ({ React }) => ({
  wrapComponents: { DeepLink: () => ({ text }) => React.createElement("span", null, text) },
});

function set(selector, attributes) {
  for (const one of document.querySelectorAll(selector)) {
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
  }
}

SwaggerUIBundle({
  url: document.getElementById("api").dataset.document,
  dom_id: "#api",
  deepLinking: true,
  validatorUrl: null,
  plugins: [PlainPaths],
  onComplete() {
    set("#servers", { "aria-label": "Server" });
    set(".information-container", { role: "region", "aria-label": "About this API" });
    set(".schemes-server-container", { role: "region", "aria-label": "Server and key" });
    set("h3.opblock-tag, .models > h4", { role: "heading", "aria-level": 2 }); // after h1
  },
});
