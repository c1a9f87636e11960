// Shows the contract as this server serves it. Nothing is fetched from elsewhere.
Redoc.init(
  "openapi.json",
  {
    hideDownloadButton: false,
    jsonSampleExpandLevel: 3,
    nativeScrollbars: true,
    scrollYOffset: 0,
    showExtensions: ["x-required-scopes", "x-masked-as"],
    theme: {
      colors: { primary: { main: "#3b4cca" } },
      typography: {
        fontFamily: "system-ui, sans-serif",
        headings: { fontFamily: "system-ui, sans-serif" },
        code: { fontFamily: "ui-monospace, monospace" },
      },
    },
  },
  document.getElementById("reference"),
);
