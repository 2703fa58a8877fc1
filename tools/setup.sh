#!/usr/bin/env bash
# Makes .venv ready to run or test PhotoTagger, and installs what Qt needs from the system.
#
#   tools/setup.sh run|samples|test|test-all|drive
#
# Does nothing when all is in place already, so that a second start takes no time. System packages
# are installed when this user may (root or passwordless sudo); otherwise the one line is printed.
set -euo pipefail
cd "$(dirname "$0")/.."
goal=${1:-run}
venv=.venv

say() { printf '%s\n' "phototagger: $*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

# apt_install WHY PACKAGE...: install, or print the line and fail
apt_install() {
    local why=$1
    shift
    if command -v apt-get >/dev/null; then
        say "installing $* ($why)"
        if as_root env DEBIAN_FRONTEND=noninteractive sh -c \
            'apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "$@" >/dev/null' \
            sh "$@"; then
            return 0
        fi
    fi
    say "$why. Please run:  sudo apt-get install $*"
    return 1
}

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

make_venv() {
    local python
    [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1 && return 0
    python=$(find_python) || { apt_install "Python 3.11 or newer is missing" python3 && python=$(find_python); } ||
        { say "Python 3.11 or newer is needed"; exit 1; }
    rm -rf "$venv"
    if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
        rm -rf "$venv"
        apt_install "Python's venv module is missing" python3-venv || exit 1
        "$python" -m venv "$venv"
    fi
}

# installed once per goal and state of pyproject.toml
install_project() {
    local wanted stamp
    wanted="$(sha256sum pyproject.toml tools/setup.sh | sha256sum | cut -c1-16)"
    stamp="$venv/.installed-$goal"
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
    say "installing PhotoTagger into $venv; this happens once"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
    case $goal in
        test) "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e . --group dev ;;
        test-all)
            "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e . \
                --group dev --group fuzz
            ;;
        samples) "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e '.[samples]' ;;
        *) "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e . ;;
    esac
    printf '%s' "$wanted" > "$stamp"
}

# Qt's wheels bring Qt, but not the libraries of the system below it.
qt_lacks_something() {
    local qt needs
    qt=$("$venv/bin/python" -c 'import importlib.util as u; print(u.find_spec("PySide6").submodule_search_locations[0])')
    # No pipes here: where grep ends first, the writer's broken pipe would count as a failure.
    needs=$(ldd "$qt"/Qt/plugins/platforms/libqxcb.so "$qt"/Qt/lib/libQt6Gui.so.6 \
        "$qt"/Qt/lib/libQt6XcbQpa.so.6 2>/dev/null || true)
    case $needs in *'not found'*) return 0 ;; esac
    [ -z "$(fc-list 2>/dev/null)" ]
}

install_qt_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    qt_lacks_something || return 0
    apt_install "Qt needs some system libraries" \
        libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 fontconfig fonts-dejavu-core \
        libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 \
        libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1
}

# Independent readers and fault injection; tests that need them are skipped without.
install_test_tools() {
    command -v exiftool >/dev/null && command -v strace >/dev/null && return 0
    apt_install "some tests use exiftool and strace" libimage-exiftool-perl strace ||
        say "tests that need exiftool or strace will be skipped"
}

# A screen, a window manager and a keyboard of its own, for a review that nobody types.
install_drive_tools() {
    command -v Xvfb >/dev/null && command -v openbox >/dev/null && command -v xdotool >/dev/null &&
        return 0
    apt_install "the review drive needs a screen and a keyboard" xvfb openbox xdotool || exit 1
}

make_venv
install_project
if [ "$goal" = test ] || [ "$goal" = test-all ]; then
    install_qt_libraries
    install_test_tools
elif [ "$goal" = drive ]; then
    install_qt_libraries
    install_drive_tools
elif [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    install_qt_libraries
fi
