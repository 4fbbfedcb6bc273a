"use strict";
// Where the form saves on an editor's own machine: Decap's file server behind a door. By itself that server writes any
// file of the project for any page on this machine. Here it serves only the form's own page, by its own name, and only
// the files that a form has; nothing is deleted or moved, and nothing written over that changed since it was opened. It
// ends with the program that started it.
const fs = require("fs");
const path = require("path");
const express = require("express");
const { registerLocalFs } = require("decap-server/dist/middlewares");

const content = process.env.BANTIN_CONTENT.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); // the folder's name in the repository
const origins = process.env.BANTIN_ORIGINS.split(" ");
const ACTIONS = new Set([
  "info", "entriesByFolder", "entriesByFiles", "getEntry", "getMedia", "getMediaFile", "persistEntry", "persistMedia",
]);
const FOLDER = new RegExp("^" + content + "/(bulletins/[\\w-]+|authors|images)/?$");
const FILE = new RegExp(
  "^" + content + "/(bulletins/[\\w-]+/\\d{4}-\\d\\d-\\d\\d\\.md|authors/\\w[\\w.-]*\\.md" +
  "|images/([^/\\\\.][^/\\\\]*/)*[^/\\\\.][^/\\\\]*\\.(jpe?g|png|webp|gif|avif|svg))$", "i");
const PATHS = { path: FILE, folder: FOLDER, mediaFolder: FOLDER };

// Whether all that a request names is the form's: every path at any depth, and none that would be moved or deleted.
function allowed(value, name) {
  if (value === null || typeof value !== "object") return !(name in PATHS) || PATHS[name].test(value);
  return Object.keys(value).every(function (key) {
    return key !== "newPath" && key !== "paths" && allowed(value[key], Array.isArray(value) ? name : key);
  });
}

// What the form was last given of each file, or wrote into it; null where there is none.
const seen = new Map();

function onDisk(file) {
  try {
    return fs.readFileSync(path.join(process.env.GIT_REPO_DIRECTORY, file), "utf8");
  } catch (missing) {
    return null;
  }
}

// Whether all files that a request writes are as the form knows them.
function fresh(body) {
  const files = body.action === "persistEntry" ? body.params.dataFiles || [body.params.entry] : [];
  const known = files.every(function (file) {
    return onDisk(file.path) === (seen.has(file.path) ? seen.get(file.path) : null);
  });
  if (!known) return false;
  files.forEach(function (file) { seen.set(file.path, file.raw); });
  if (body.action === "getEntry") seen.set(body.params.path, onDisk(body.params.path));
  return true;
}

const app = express();
app.use(express.json({ limit: "50mb" }));
app.use(function (request, answer, next) {
  const hosts = ["127.0.0.1", "localhost"].map(function (host) { return host + ":" + server.address().port; });
  const own = origins.includes(request.headers.origin) && hosts.includes(request.headers.host);
  if (own) answer.set("Access-Control-Allow-Origin", request.headers.origin);
  const body = request.body || {};
  if (own && request.method === "OPTIONS") next();
  else if (!own || !ACTIONS.has(body.action) || !allowed(body.params || {}, "")) {
    answer.status(403).json({ error: "Biểu mẫu chỉ đọc và ghi bài, tác giả và ảnh; không xóa tệp nào." });
  } else if (fresh(body)) next();
  else answer.status(409).json({ error: "Tệp này đã được sửa ở nơi khác. Chép lời vừa viết, tải lại trang rồi ghi lại." });
});
registerLocalFs(app, { logLevel: "none" }); // it would log whole photos, into a pipe that nobody reads

const server = app.listen(0, "127.0.0.1", function () { console.log("PORT " + server.address().port); });
process.stdin.on("end", function () { process.exit(0); }).resume();
