PRAGMA application_id = 1347113555;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE api_keys (
	id VARCHAR NOT NULL, 
	organisation_id VARCHAR NOT NULL, 
	workspace_id VARCHAR, 
	name VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	scopes JSON NOT NULL, 
	created_at VARCHAR NOT NULL, 
	revoked_at VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(organisation_id) REFERENCES organisations (id) ON DELETE CASCADE, 
	FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE, 
	UNIQUE (digest)
);
INSERT INTO "api_keys" VALUES('2950886d-36d7-4758-88f3-338eea8edc65','5ecaffb7-2685-4261-bffc-42dc277072af',NULL,'demo admin','d25ea1940cd29e92a69f0a39ba899cfa021b15393d288def4a15a14faaffa2ad','["organisation_integrations.create", "organisation_integrations.delete", "organisation_integrations.list", "organisation_integrations.read", "organisation_integrations.update", "providers.create", "providers.delete", "providers.list", "providers.read", "providers.update", "virtual_keys.create", "virtual_keys.delete", "virtual_keys.list", "virtual_keys.read", "virtual_keys.update"]','2026-11-25T04:36:01.575Z',NULL);
INSERT INTO "api_keys" VALUES('ead93fb6-6eeb-47f7-8161-1b8377e02b99','5ecaffb7-2685-4261-bffc-42dc277072af','df1ad422-133b-4224-98de-236d639de669','demo workspace','b5d8dc84dd9cf3bba1638fbb193466ae0fe98eb59df58e5d05dea0cae7cb080b','["providers.create", "providers.delete", "providers.list", "providers.read", "providers.update", "virtual_keys.create", "virtual_keys.delete", "virtual_keys.list", "virtual_keys.read", "virtual_keys.update", "workspace_integrations.create", "workspace_integrations.delete", "workspace_integrations.list", "workspace_integrations.read", "workspace_integrations.update"]','2026-11-25T04:36:01.576Z',NULL);
INSERT INTO "api_keys" VALUES('ce0113d9-f832-45ee-90c4-76aa4266ed42','5ecaffb7-2685-4261-bffc-42dc277072af','49690524-997a-417f-b91e-0a3098e27dcb','demo other_workspace','7380bc4597b90ace77d1bf6e2002842711283ecb2a5827b682a75954834b0211','["providers.create", "providers.delete", "providers.list", "providers.read", "providers.update", "virtual_keys.create", "virtual_keys.delete", "virtual_keys.list", "virtual_keys.read", "virtual_keys.update", "workspace_integrations.create", "workspace_integrations.delete", "workspace_integrations.list", "workspace_integrations.read", "workspace_integrations.update"]','2026-11-25T04:36:01.576Z',NULL);
INSERT INTO "api_keys" VALUES('5029b645-4592-4b54-8f6b-bdec920bd49c','5ecaffb7-2685-4261-bffc-42dc277072af',NULL,'demo read_only','d2b5149f907b631d9f7f6451d216d76cbdd346f18e3076b750af106b89c9202f','["organisation_integrations.list", "organisation_integrations.read", "providers.list", "providers.read", "virtual_keys.list", "virtual_keys.read"]','2026-11-25T04:36:01.576Z',NULL);
INSERT INTO "api_keys" VALUES('be759f7d-347a-4b4a-a086-cc8233f4d9d4','4081b046-75ef-4216-ae6b-cc7236eda75c',NULL,'demo other_organisation','8d48954c89aa4c85d04ffe34bd422860e3ded6272f4de2b32d429aabdc71fade','["organisation_integrations.create", "organisation_integrations.delete", "organisation_integrations.list", "organisation_integrations.read", "organisation_integrations.update", "providers.create", "providers.delete", "providers.list", "providers.read", "providers.update", "virtual_keys.create", "virtual_keys.delete", "virtual_keys.list", "virtual_keys.read", "virtual_keys.update"]','2026-11-25T04:36:01.576Z',NULL);
INSERT INTO "api_keys" VALUES('08d367dc-0ba8-4935-8943-c5905bb86821','5ecaffb7-2685-4261-bffc-42dc277072af',NULL,'demo revoked','a444039343fbdd307aa103830c513e8fc272ffdce08b8ba64b51e5277aa3c59b','["organisation_integrations.create", "organisation_integrations.delete", "organisation_integrations.list", "organisation_integrations.read", "organisation_integrations.update", "providers.create", "providers.delete", "providers.list", "providers.read", "providers.update", "virtual_keys.create", "virtual_keys.delete", "virtual_keys.list", "virtual_keys.read", "virtual_keys.update"]','2026-11-25T04:36:01.577Z','2026-11-25T04:36:01.577Z');
CREATE TABLE grants (
	integration_id VARCHAR NOT NULL, 
	workspace_id VARCHAR NOT NULL, 
	enabled BOOLEAN NOT NULL, 
	usage_limits JSON, 
	rate_limits JSON, 
	created_at VARCHAR NOT NULL, 
	last_updated_at VARCHAR, 
	PRIMARY KEY (integration_id, workspace_id), 
	FOREIGN KEY(integration_id) REFERENCES integrations (id) ON DELETE CASCADE, 
	FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "grants" VALUES('8b943270-a4ad-49ce-a9ae-85debf74e579','df1ad422-133b-4224-98de-236d639de669',1,'[{"type": "cost", "credit_limit": 10}]',NULL,'2026-11-25T04:36:01.741Z',NULL);
INSERT INTO "grants" VALUES('16332e8f-f038-4e1c-b458-bc11a9445352','df1ad422-133b-4224-98de-236d639de669',1,NULL,NULL,'2026-11-25T04:36:01.772Z',NULL);
CREATE TABLE integration_models (
	position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	integration_id VARCHAR NOT NULL, 
	slug VARCHAR NOT NULL, 
	name VARCHAR, 
	enabled BOOLEAN NOT NULL, 
	is_custom BOOLEAN, 
	is_finetune BOOLEAN, 
	base_model_slug VARCHAR, 
	pricing_config JSON, 
	sealed_configurations BLOB, 
	created_at VARCHAR NOT NULL, 
	last_updated_at VARCHAR, 
	UNIQUE (integration_id, slug), 
	UNIQUE (id), 
	FOREIGN KEY(integration_id) REFERENCES integrations (id) ON DELETE CASCADE
);
INSERT INTO "integration_models" VALUES(1,'d80b42ef-8566-4fc0-99d1-0f63a248bebd','8b943270-a4ad-49ce-a9ae-85debf74e579','mine',NULL,1,1,NULL,NULL,NULL,X'017E0A78AAE26F7A999528675E367DE2662687E5F2B5AEA5489E02588DE0D23338E918E2F7CBA60F76D57004F7288F291EA50B2748BC0FAAAC94274EEB58D912F78A72EF1A3E59B9767A2AC7ACFF8FB843E4C12F0BA163AF0ACA8A26FCCD88819A87E1CF85D6F5636082452D69C7477ED076533E5A13629A96A3F24A76077CF4D3D8A01B189DE52081845929D98EFAF6C87A7951419A040C7012696E5E6070C218E585FC3647FF3C3F0973E1','2026-11-25T04:36:01.711Z',NULL);
CREATE TABLE integrations (
	position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	organisation_id VARCHAR NOT NULL, 
	workspace_id VARCHAR, 
	slug VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	description VARCHAR, 
	ai_provider_id VARCHAR NOT NULL, 
	made_by_virtual_key BOOLEAN NOT NULL, 
	sealed_credentials BLOB NOT NULL, 
	secret_mappings JSON NOT NULL, 
	pricing_adjustments JSON, 
	allow_all_models BOOLEAN NOT NULL, 
	global_access JSON, 
	created_at VARCHAR NOT NULL, 
	last_updated_at VARCHAR, 
	UNIQUE (organisation_id, slug), 
	UNIQUE (id), 
	FOREIGN KEY(organisation_id) REFERENCES organisations (id) ON DELETE CASCADE, 
	FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "integrations" VALUES(1,'0a1a8b22-9ead-4c55-ac3a-55301a07d38d','5ecaffb7-2685-4261-bffc-42dc277072af',NULL,'azure-of-old','Azure of old','shared','azure-openai',0,X'016F6F5344360041AEA6D35D9C91AA1DBCD701DC62EFA237348DC73FEC411C94E13F3B8D4A45E8A0646E60AD0FE66B343AF0F76E5ACCA30DFCB57BA856FA9FAFD446E5884C31CBF66705EEB56C6987730EB0FED7ABEE4D9BC2F2ACF32DBE9702ED9212679837C0EFC0C59D0BDE87C1D67D8C64E9E413B908B7627205743EC59AEB7C8126171F6807E5D89718BC4E2853DF4B193326DD2C6E68D02E973082CE19DBE01F0547C3AFF5FB1BC7DAFB26FC1354CDC5EE395FBE8B817DFAD9111C8B62BE09FAA11A8C21511FB40F0FBFAB3DEBF91A21B98CAA48BE5F640931169AE83D4F3F6B7A246C0C1393BBB43E7AAFA26EB4531FCB5925F6F55B3653E4116F1D22A50DBEA018778154B9997B9AF79B56688797A0A751A34F6F040353670447EEE877205C32FB65C6F6E57C9E9E7E919CB60CF78728E6686229F31F3E87F23D9E5EC96B6CBF9EC3C493534DDB056F0FD6B2EB1EF5257094E7F6B4E3B6E9E6E08CB60F','[]',NULL,1,NULL,'2026-11-25T04:36:01.663Z',NULL);
INSERT INTO "integrations" VALUES(2,'8b943270-a4ad-49ce-a9ae-85debf74e579','5ecaffb7-2685-4261-bffc-42dc277072af',NULL,'openai-of-old','OpenAI of old',NULL,'openai',0,X'0112AAA8332B893B552AF9D771D74A6D06BF8E64D03FEA11CD9276B1D75F77B8A646A5A1EFEA377DCC24100F5DB37A81E2771FC3B8E1EDBBD2964B68E172278BADE3394ABDFC90D4AB0F9D669CAC29D5DAF8A899506AF67B947A385CAE976610FF','[]',NULL,1,'{"enabled": true, "usage_limits": null, "rate_limits": null}','2026-11-25T04:36:01.683Z','2026-11-25T04:36:01.753Z');
INSERT INTO "integrations" VALUES(3,'16332e8f-f038-4e1c-b458-bc11a9445352','5ecaffb7-2685-4261-bffc-42dc277072af','df1ad422-133b-4224-98de-236d639de669','virtual-of-old','Virtual of old',NULL,'voyage',1,X'01DC30D5D98A6F8F840FC8D9FC4AB59B71D8FD2CBBD0815616A37F8792A1D7788EEFA419BF23B93C4EC499733C5741C7341869EFE22FD98E2390AA5DD32E9DEBB5E6D879746C7AAED6C62A5FD70B64629A638707C16FCB12844C84F58B51919D1B','[]',NULL,1,NULL,'2026-11-25T04:36:01.772Z',NULL);
CREATE TABLE organisations (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "organisations" VALUES('5ecaffb7-2685-4261-bffc-42dc277072af','demo','2026-11-25T04:36:01.552Z');
INSERT INTO "organisations" VALUES('4081b046-75ef-4216-ae6b-cc7236eda75c','demo-other','2026-11-25T04:36:01.557Z');
CREATE TABLE providers (
	position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	organisation_id VARCHAR NOT NULL, 
	workspace_id VARCHAR NOT NULL, 
	integration_id VARCHAR NOT NULL, 
	slug VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	note VARCHAR, 
	is_exhausted BOOLEAN NOT NULL, 
	usage_limits JSON, 
	rate_limits JSON, 
	expires_at VARCHAR, 
	last_reset_at VARCHAR, 
	created_at VARCHAR NOT NULL, 
	last_updated_at VARCHAR, 
	UNIQUE (organisation_id, slug), 
	UNIQUE (id), 
	FOREIGN KEY(organisation_id) REFERENCES organisations (id) ON DELETE CASCADE, 
	FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE, 
	FOREIGN KEY(integration_id) REFERENCES integrations (id) ON DELETE CASCADE
);
INSERT INTO "providers" VALUES(1,'c9a2f899-f064-462f-9366-571ff9d67e02','5ecaffb7-2685-4261-bffc-42dc277072af','df1ad422-133b-4224-98de-236d639de669','8b943270-a4ad-49ce-a9ae-85debf74e579','openai-of-old','OpenAI of old','Created automatically on integration access grant',0,NULL,NULL,NULL,NULL,'2026-11-25T04:36:01.744Z',NULL);
INSERT INTO "providers" VALUES(2,'f4f497df-4e68-46fd-9aae-4b72447d228d','5ecaffb7-2685-4261-bffc-42dc277072af','49690524-997a-417f-b91e-0a3098e27dcb','8b943270-a4ad-49ce-a9ae-85debf74e579','openai-of-old-3a1100','OpenAI of old','Created automatically on integration access grant',0,NULL,NULL,NULL,NULL,'2026-11-25T04:36:01.745Z',NULL);
INSERT INTO "providers" VALUES(3,'660f7c69-9019-446b-884f-f3447f152dc3','5ecaffb7-2685-4261-bffc-42dc277072af','df9e50e0-2d22-47e2-b335-8caaa4edf683','8b943270-a4ad-49ce-a9ae-85debf74e579','openai-of-old-da9d13','OpenAI of old','Created automatically on integration access grant',0,NULL,NULL,NULL,NULL,'2026-11-25T04:36:01.753Z',NULL);
INSERT INTO "providers" VALUES(4,'25d35f2b-e417-42bb-9fe1-4e7eb3e19bb5','5ecaffb7-2685-4261-bffc-42dc277072af','df1ad422-133b-4224-98de-236d639de669','16332e8f-f038-4e1c-b458-bc11a9445352','virtual-of-old','Virtual of old',NULL,0,NULL,NULL,NULL,NULL,'2026-11-25T04:36:01.782Z',NULL);
INSERT INTO "providers" VALUES(5,'78310106-fa16-4e2b-a565-d96bb0f6ce83','5ecaffb7-2685-4261-bffc-42dc277072af','df1ad422-133b-4224-98de-236d639de669','8b943270-a4ad-49ce-a9ae-85debf74e579','provider-of-old','Provider of old',NULL,0,'{"type": "cost", "credit_limit": 5}',NULL,NULL,NULL,'2026-11-25T04:36:01.808Z',NULL);
CREATE TABLE vault_check (
	id VARCHAR NOT NULL, 
	sealed BLOB NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "vault_check" VALUES('vault-check',X'019D864F2ACCFAEC838357D402D9D330A26161C4C7698968781A7B868A89B76675D51D6FDF8ADA2AAE39CCA0DA5D');
CREATE TABLE workspaces (
	id VARCHAR NOT NULL, 
	organisation_id VARCHAR NOT NULL, 
	slug VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (organisation_id, slug), 
	FOREIGN KEY(organisation_id) REFERENCES organisations (id) ON DELETE CASCADE
);
INSERT INTO "workspaces" VALUES('df1ad422-133b-4224-98de-236d639de669','5ecaffb7-2685-4261-bffc-42dc277072af','ws-demo-first','ws-demo-first','2026-11-25T04:36:01.559Z');
INSERT INTO "workspaces" VALUES('49690524-997a-417f-b91e-0a3098e27dcb','5ecaffb7-2685-4261-bffc-42dc277072af','ws-demo-second','ws-demo-second','2026-11-25T04:36:01.560Z');
INSERT INTO "workspaces" VALUES('df9e50e0-2d22-47e2-b335-8caaa4edf683','5ecaffb7-2685-4261-bffc-42dc277072af','ws-demo-third','ws-demo-third','2026-11-25T04:36:01.560Z');
INSERT INTO "workspaces" VALUES('d598d686-c838-4771-8a47-c0517764b7b5','4081b046-75ef-4216-ae6b-cc7236eda75c','ws-demo-other','ws-demo-other','2026-11-25T04:36:01.560Z');
CREATE INDEX ix_integrations_workspace_id ON integrations (workspace_id);
CREATE INDEX ix_grants_workspace_id ON grants (workspace_id);
CREATE INDEX ix_providers_integration_id ON providers (integration_id);
CREATE INDEX ix_providers_workspace_id ON providers (workspace_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('integrations',3);
INSERT INTO "sqlite_sequence" VALUES('integration_models',1);
INSERT INTO "sqlite_sequence" VALUES('providers',5);
COMMIT;
