import { text, type Example } from "../example";

export const yamlExamples: readonly Example[] = [
  {
    name: "anchors, aliases and merged sections",
    yaml: text`
      variant: fcos
      version: 1.7.0
      storage:
        files:
          - &base
            path: /etc/one
            mode: &mode 0600
            contents: &text
              inline: shared
          - <<: *base
            path: /etc/two
          - path: /etc/three
            mode: *mode
            contents: *text
    `,
    warned: true,
    ignition: {
      ignition: { version: "3.6.0" },
      storage: {
        files: [
          { path: "/etc/one", mode: 384, contents: { source: "data:,shared" } },
          { path: "/etc/three", mode: 384, contents: { source: "data:,shared" } },
          { path: "/etc/two", mode: 384, contents: { source: "data:,shared" } },
        ],
      },
    },
  },
  {
    name: "comments, flow style, quotes, null and JSON",
    yaml: text`
      # a comment
      ---
      {variant: "fcos", 'version': '1.7.0', "storage": {"files": [
        {"path": "/etc/a", "mode": 0x1A4, "contents": {"inline": "x # no comment"}}, # a comment
        {path: /etc/b, contents: ~, user: null, overwrite: },
      ]}, systemd: null, passwd: {users: [{name: 1234, gecos: yes, uid: +1234}]}}
    `,
    warned: true,
    ignition: {
      ignition: { version: "3.6.0" },
      passwd: { users: [{ name: "1234", uid: 1234, gecos: "yes" }] },
      storage: {
        files: [{ path: "/etc/a", contents: { source: "data:,x%20%23%20no%20comment" } }, { path: "/etc/b" }],
      },
    },
  },
];
