# What run, test and the checks share: one virtual environment, made once and kept up to date.
# To be sourced by bash from the root of the repository.

VENV="$PWD/.venv"
PYTHON="$VENV/bin/python"

# pip has nothing useful to say about its own version, or about being run by root in a container.
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

say() { printf '%s\n' "$*" >&2; }

# Many small products: one BLAS thread is faster than several, and a replay is exact to the bit.
one_blas_thread() {
    export OPENBLAS_NUM_THREADS="${OPENBLAS_NUM_THREADS:-1}"
    export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
    export MKL_NUM_THREADS="${MKL_NUM_THREADS:-1}"
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
has_ensurepip() { "$1" -c 'import ensurepip' >/dev/null 2>&1; }

# Prefers a Python that can make environments: Debian ships ensurepip apart from Python.
find_python() {
    local check candidate
    for check in has_ensurepip true; do
        for candidate in python3.13 python3.12 python3.11 python3; do
            if new_enough "$candidate" && $check "$candidate"; then
                echo "$candidate"
                return 0
            fi
        done
    done
    say "Backflow needs Python 3.11 or newer, and none of python3.13, python3.12, python3.11, python3 is."
    return 1
}

make_venv() {
    if [ -e "$VENV" ]; then
        new_enough "$PYTHON" && return 0
        say "The Python in .venv does not run or is older than 3.11: delete .venv and start again."
        return 1
    fi
    local python
    python=$(find_python) || return 1
    say "Making a virtual environment in .venv with $python ..."
    if ! "$python" -m venv "$VENV"; then
        rm -rf "$VENV"
        say "$python could not make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"
        return 1
    fi
}

# The stamp is a copy of what was installed, so pip runs only when a requirements file has changed.
install_requirements() {
    local file=$1 stamp="$VENV/.installed-$1"
    cat requirements.txt "$file" | cmp -s - "$stamp" && return 0
    "$PYTHON" -c 'import pip' 2>/dev/null || "$PYTHON" -m ensurepip || return 1
    say "Installing $file ..."
    "$PYTHON" -m pip install --quiet -r "$file" </dev/null || return 1
    cat requirements.txt "$file" >"$stamp"
}

# Fails quietly where there is no apt-get or no right to use it: the caller has the sentence.
apt_install() {
    local sudo=""
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || return 1
        sudo="sudo"
    fi
    say "Installing $* with apt-get ..."
    $sudo apt-get -qq -o Acquire::Retries=3 update </dev/null || true
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" </dev/null >/dev/null
}

# For machines that only check: a person starting the app is told what to install instead.
make_venv_anyhow() {
    if [ ! -e "$VENV" ]; then
        local python
        python=$(find_python) || return 1
        has_ensurepip "$python" || apt_install python3-venv || true
    fi
    make_venv
}
