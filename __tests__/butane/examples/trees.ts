import { text, type Example } from "../example";

export const treesExamples: readonly Example[] = [
  {
    name: "trees, and what overrides them",
    yaml: text`
      variant: fcos
      version: 1.6.0
      storage:
        trees:
          - local: root
          - local: more
            path: /opt/more
        files:
          - path: /etc/app/secret
            mode: 0600
            user:
              name: core
        links:
          - path: /etc/app/current
            user:
              id: 1500
    `,
    files: {
      "root/etc/app/app.conf": "a = 1\n",
      "root/etc/app/secret": "hush\n",
      "root/usr/local/bin/run": { executable: "#!/bin/sh\nexec true\n" },
      "root/etc/app/current": { target: "../../opt/more" },
      "more/one": "1",
      "more/deep/er/two": "2",
    },
    ignition: {
      ignition: { version: "3.5.0" },
      storage: {
        files: [
          { path: "/etc/app/app.conf", contents: { source: "data:,a%20=%201%0A" } },
          { path: "/etc/app/secret", user: { name: "core" }, mode: 384, contents: { source: "data:,hush%0A" } },
          { path: "/opt/more/deep/er/two", contents: { source: "data:,2" } },
          { path: "/opt/more/one", contents: { source: "data:,1" } },
          { path: "/usr/local/bin/run", mode: 493, contents: { source: "data:,%23!/bin/sh%0Aexec%20true%0A" } },
        ],
        links: [{ path: "/etc/app/current", user: { id: 1500 }, target: "../../opt/more" }],
      },
    },
  },
  {
    name: "a tree with modes and owners of its own",
    yaml: text`
      variant: fcos
      version: 1.7.0
      storage:
        trees:
          - local: site
            path: /var/www
            file_mode: 0640
            dir_mode: 0750
            user:
              name: core
            group:
              id: 48
          - local: owned
            path: /var/owned
            user:
              id: 1000
          - local: plain
            path: ""
        files:
          - path: /var/www/index.html
            mode: 0644
    `,
    files: {
      "site/index.html": "<p>hello</p>\n",
      "site/css/all.css": "p { margin: 0 }\n",
      "site/latest": { target: "index.html" },
      "owned/bin/tool": { executable: "#!/bin/sh\n" },
      "plain/etc/motd": "hi\n",
    },
    ignition: {
      ignition: { version: "3.6.0" },
      storage: {
        directories: [
          { path: "/var/owned", user: { id: 1000 }, mode: 493 },
          { path: "/var/owned/bin", user: { id: 1000 }, mode: 493 },
          { path: "/var/www", user: { name: "core" }, group: { id: 48 }, mode: 488 },
          { path: "/var/www/css", user: { name: "core" }, group: { id: 48 }, mode: 488 },
        ],
        files: [
          { path: "/etc/motd", contents: { source: "data:,hi%0A" } },
          { path: "/var/owned/bin/tool", user: { id: 1000 }, mode: 493, contents: { source: "data:,%23!/bin/sh%0A" } },
          {
            path: "/var/www/css/all.css",
            user: { name: "core" },
            group: { id: 48 },
            mode: 416,
            contents: { source: "data:,p%20%7B%20margin:%200%20%7D%0A" },
          },
          { path: "/var/www/index.html", contents: { source: "data:,%3Cp%3Ehello%3C/p%3E%0A" } },
        ],
        links: [{ path: "/var/www/latest", user: { name: "core" }, group: { id: 48 }, target: "index.html" }],
      },
    },
  },
];
