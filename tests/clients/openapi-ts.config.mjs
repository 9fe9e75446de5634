export default {
  input: "openapi.yaml",
  output: { path: "generated/hey_api" },
  plugins: ["@hey-api/client-fetch", "@hey-api/sdk", "@hey-api/typescript"],
};
