import { text, type Example } from "../example";

export const contentsExamples: readonly Example[] = [
  {
    name: "contents of files in each form",
    yaml: text`
      variant: fcos
      version: 1.7.0
      storage:
        files:
          - path: /etc/inline
            contents:
              inline: "tab\\there, 100% & ünïcode\\n"
          - path: /etc/literal
            mode: 0600
            contents:
              inline: |
                first line
                  second line
          - path: /etc/folded
            mode: 0o640
            contents:
              inline: >-
                one
                line
          - path: /etc/local
            mode: 0b111101101
            contents:
              local: app/config.toml
          - path: /etc/bytes
            contents:
              local: app/logo.png
          - path: /etc/long
            contents:
              local: app/long.txt
          - path: /etc/binary
            contents:
              inline: !!binary AAEC/w==
          - path: /etc/empty
            contents:
              inline: ""
          - path: /etc/kept
            user:
              name: core
            group:
              id: 0x5dc
          - path: /etc/source
            overwrite: true
            contents:
              source: https://files.example/big
              verification:
                hash: sha512-cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e
          - path: /etc/append
            append:
              - inline: |
                  one
              - local: app/config.toml
              - source: data:,two%0A
        directories:
          - path: /var/lib/app
            mode: 02770
            overwrite: true
            user:
              id: 1500
            group:
              name: wheel
        links:
          - path: /etc/localtime
            target: ../usr/share/zoneinfo/Europe/Berlin
            overwrite: true
            user:
              name: core
            group:
              name: core
          - path: /var/lib/app/inline
            target: /etc/inline
            hard: true
    `,
    files: {
      "app/config.toml": 'name = "app"\n',
      "app/logo.png": Buffer.from("iVBORw0KGgoAAAAN", "base64"),
      "app/long.txt": "All work and no play. ".repeat(60),
    },
    ignition: {
      ignition: { version: "3.6.0" },
      storage: {
        directories: [
          { path: "/var/lib/app", overwrite: true, user: { id: 1500 }, group: { name: "wheel" }, mode: 1528 },
        ],
        files: [
          {
            path: "/etc/append",
            append: [
              { source: "data:,one%0A" },
              { source: "data:,name%20=%20%22app%22%0A" },
              { source: "data:,two%0A" },
            ],
          },
          { path: "/etc/binary", contents: { source: "data:,%00%01%02%FF" } },
          { path: "/etc/bytes", contents: { source: "data:;base64,iVBORw0KGgoAAAAN" } },
          { path: "/etc/empty", contents: { source: "data:," } },
          { path: "/etc/folded", mode: 416, contents: { source: "data:,one%20line" } },
          { path: "/etc/inline", contents: { source: "data:;base64,dGFiCWhlcmUsIDEwMCUgJiDDvG7Dr2NvZGUK" } },
          { path: "/etc/kept", user: { name: "core" }, group: { id: 1500 } },
          { path: "/etc/literal", mode: 384, contents: { source: "data:,first%20line%0A%20%20second%20line%0A" } },
          { path: "/etc/local", mode: 493, contents: { source: "data:,name%20=%20%22app%22%0A" } },
          {
            path: "/etc/long",
            contents: {
              source: "data:;base64,H4sIAAAAAAAA/3PMyVEozy/KVkjMS1HIy1coyEms1FMYFR0VHRUdFR0VhYkCAJzkXzsoBQAA",
              compression: "gzip",
            },
          },
          {
            path: "/etc/source",
            overwrite: true,
            contents: {
              source: "https://files.example/big",
              verification: {
                hash: "sha512-cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
              },
            },
          },
        ],
        links: [
          {
            path: "/etc/localtime",
            overwrite: true,
            user: { name: "core" },
            group: { name: "core" },
            target: "../usr/share/zoneinfo/Europe/Berlin",
          },
          { path: "/var/lib/app/inline", target: "/etc/inline", hard: true },
        ],
      },
    },
  },
  {
    name: "contents that are compressed already, and verified",
    yaml: text`
      variant: fcos
      version: 1.6.0
      storage:
        files:
          - path: /etc/packed
            contents:
              local: packed.gz
              compression: gzip
              verification:
                hash: sha256-217a3bfe93fff8861add141eed11399e9160c706940614e048e5ea4b3c7f453e
          - path: /etc/verified
            contents:
              inline: hello
              verification:
                hash: sha256-2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824
    `,
    files: { "packed.gz": Buffer.from("H4sIAAAAAAACAytITM5OTVFIzs8rSc0rKeYCAIlYNNQQAAAA", "base64") },
    ignition: {
      ignition: { version: "3.5.0" },
      storage: {
        files: [
          {
            path: "/etc/packed",
            contents: {
              source: "data:;base64,H4sIAAAAAAACAytITM5OTVFIzs8rSc0rKeYCAIlYNNQQAAAA",
              verification: { hash: "sha256-217a3bfe93fff8861add141eed11399e9160c706940614e048e5ea4b3c7f453e" },
              compression: "gzip",
            },
          },
          {
            path: "/etc/verified",
            contents: {
              source: "data:,hello",
              verification: { hash: "sha256-2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" },
            },
          },
        ],
      },
    },
  },
];
