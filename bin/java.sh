# shellcheck shell=bash disable=SC2034
# For the scripts that start a program: which Java, and with which options. It is sourced, not run, and needs nothing but
# bash and Java, as a container has little else. The script that sources it has set root, and fail for one last message.
#
#   JAVA_HOME            the Java to run with (17 or newer); else the java on the PATH
#   TITORELLI_JAVA_OPTS  further options for the JVM, split at spaces

# Sets java and java_major.
find_java() {
  java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
  command -v "$java" >/dev/null || fail "no Java at '$java': install a JDK 17 or newer, or set JAVA_HOME"
  local said
  said="$("$java" -version 2>&1)" || true
  [[ "$said" =~ version\ \"([0-9]+) ]] || fail "'$java -version' does not tell its version: ${said%%$'\n'*}"
  java_major="${BASH_REMATCH[1]}"
  ((java_major >= 17)) || fail "'$java' is Java $java_major: 17 or newer is needed; set JAVA_HOME"
}

# Sets options and more, from java_major.
choose_options() {
  options=(
    -Xms64m
    -Xmx1g
    -XX:+UseSerialGC # two cores belong to the model; the heap is small
    -Dai.djl.offline=true
    -Dfile.encoding=UTF-8
    -Djava.awt.headless=true
    -Dtitorelli.home="$root"
  )
  ((java_major < 22)) || options+=(--enable-native-access=ALL-UNNAMED)
  ((java_major < 23)) || options+=(--sun-misc-unsafe-memory-access=allow) # Kafka unmaps its files so
  case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
    *[Uu][Tt][Ff]*8*) is_unicode=true ;;
    *)
      is_unicode=false
      export LC_ALL=C.UTF-8 # Java reads its arguments in the locale's encoding: prompts and paths are UTF-8
      ;;
  esac
  read -ra more <<<"${TITORELLI_JAVA_OPTS:-}"
}

# run_java CLASS_PATH MAIN_CLASS ARGUMENT...
run_java() {
  export OMP_WAIT_POLICY=PASSIVE # OpenMP's threads spin otherwise, and take the cores from everything else
  export DJL_OFFLINE=true OPT_OUT_TRACKING=true
  exec "$java" "${options[@]}" ${more[@]+"${more[@]}"} -cp "$@"
}
