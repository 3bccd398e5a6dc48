#!/bin/sh
# Builds the packages of the platform that this runs on, in the checkout that is the working folder:
#   on-runner.sh <toolchain of Rust> <options of build:portable>
set -eu

toolchain=$1
shift
# On Windows the toolchain is not for the environment that rustup itself is for.
rustup toolchain install "$toolchain" --profile minimal --force-non-host
rustup default "$toolchain"
if [ -n "${MINGW_PREFIX:-}" ]; then
  # MSYS2's, whose headers are those that the libraries are built with.
  LIBCLANG_PATH=$(cygpath --mixed "$MINGW_PREFIX/bin")
  export LIBCLANG_PATH
fi
npm ci --no-audit --no-fund
npm run build:portable -- "$@"
