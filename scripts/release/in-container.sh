#!/bin/sh
# Builds the packages of one platform inside a container of an old distribution, in the checkout that is the working folder:
#   in-container.sh <options of build:portable>
set -eu

if command -v dnf >/dev/null; then
  dnf install -y dnf-plugins-core epel-release
  dnf config-manager --set-enabled powertools
  dnf module enable -y nodejs:20
  dnf install -y git gcc gcc-c++ libstdc++-static make nasm cmake meson ninja-build clang perl pkgconf nodejs npm dpkg-dev
elif command -v apk >/dev/null; then
  apk add --no-cache git gcc g++ musl-dev linux-headers make nasm cmake meson samurai clang clang-libclang perl pkgconf \
    binutils nodejs npm curl dpkg-dev
else
  apt-get update
  apt-get install -y --no-install-recommends git gcc g++ make nasm cmake meson ninja-build clang libclang-dev perl \
    pkg-config binutils curl ca-certificates dpkg-dev xz-utils
fi

# The checkout belongs to another user than the container's.
git config --global --add safe.directory "$PWD"
curl --proto '=https' --tlsv1.2 --silent --show-error --fail https://sh.rustup.rs | sh -s -- -y --profile minimal
PATH=$HOME/.cargo/bin:$PATH
npm ci --no-audit --no-fund
npm run build:portable -- "$@"
