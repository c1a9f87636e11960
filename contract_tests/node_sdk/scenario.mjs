// The whole scenario through Portkey's official Node SDK; prints what it saw as JSON. See `make node-sdk`.
import { Portkey } from "portkey-ai";

const { PORTKEY_BASE_URL: baseURL, PORTKEY_KEY: apiKey, WORKSPACE_ID: workspace, SECRET: secret } = process.env;
const portkey = new Portkey({ apiKey, baseURL, maxRetries: 0 });
const { integrations, providers, virtualKeys } = portkey;
const slug = "by-sdk";

const status = async (call) => {
  try {
    await call();
    return 200;
  } catch (error) {
    return error.status;
  }
};
const seen = {};

const created = await integrations.create({ name: "By SDK", ai_provider_id: "openai", key: secret, slug });
seen.created = created.slug;
seen.listed = (await integrations.list({ type: "organisation" })).data.map((one) => one.slug);
await integrations.update({ slug, name: "Renamed" });
const detail = await integrations.retrieve({ slug });
seen.name = detail.name;
seen.mask = detail.masked_key;
seen.slug_by_id = (await integrations.retrieve({ slug: created.id })).slug === created.id ? "id" : "slug";

const custom = { slug: "mine", enabled: true, is_custom: true, is_finetune: false };
await integrations.models.update({ slug, models: [custom] });
const mine = async () => (await integrations.models.list({ slug })).models.find((one) => one.slug === "mine");
seen.flags = [(await mine()).is_custom, (await mine()).is_finetune];
await integrations.models.delete({ slug, slugs: "mine" });
seen.model_is_gone = (await mine()) === undefined;

const grant = { id: workspace, enabled: true, create_default_provider: false };
await integrations.workspaces.update({ slug, workspaces: [grant] });
seen.access = (await integrations.workspaces.list({ slug })).workspaces.map((one) => one.id);

await providers.create({ name: "Search", integration_id: slug, workspace_id: workspace, slug: "search" });
seen.providers = (await providers.list({ workspace_id: workspace })).data.map((one) => one.slug);
await providers.update({ slug: "search", workspace_id: workspace, note: "changed" });
seen.note = (await providers.retrieve({ slug: "search", workspace_id: workspace })).note;
await providers.delete({ slug: "search", workspace_id: workspace });
seen.deleted_provider = await status(() => providers.retrieve({ slug: "search", workspace_id: workspace }));

const key = await virtualKeys.create({ name: "Voyage", provider: "voyage", key: secret, workspace_id: workspace });
seen.virtual_keys = (await virtualKeys.list({ workspace_id: workspace })).data.map((one) => one.name);
await virtualKeys.update({ slug: key.slug, note: "renewed" });
const found = await virtualKeys.retrieve({ slug: key.slug });
seen.virtual_key_note = found.note;
seen.virtual_key_names_its_workspace = "workspace_id" in found;
await virtualKeys.delete({ slug: key.slug });
seen.deleted_virtual_key = await status(() => virtualKeys.retrieve({ slug: key.slug }));

await integrations.delete({ slug });
seen.deleted_integration = await status(() => integrations.retrieve({ slug }));

console.log(JSON.stringify(seen));
