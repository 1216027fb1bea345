# shellcheck shell=bash
# Hands the proxy variables that other programs obey (http_proxy, https_proxy, all_proxy, no_proxy, small or capital
# letters) on to Maven as properties of its JVM.

# proxy_of NAME: the value of that variable, small letters first, as curl reads it.
proxy_of() {
    local capital=${1^^}
    printf '%s' "${!1:-${!capital:-}}"
}

# "a.example,.b.example:80,10.0.0.1" as Java writes it: a name also stands for all below it, a port is not known there,
# and neither is a network in the form 10.0.0.0/8, which is left out.
java_no_proxy() {
    local IFS=$', \t' entry result=''
    local entries=()
    read -r -a entries <<<"$1"
    for entry in "${entries[@]}"; do
        case $entry in
            '' | */*) continue ;;
            '*') result+='|*' ;;
            \[*) result+="|${entry%%]*}]" ;;
            *:*:*) result+="|[$entry]" ;;
            *)
                entry=${entry%%:*}
                entry=${entry#'*'}
                entry=${entry#.}
                result+="|$entry|*.$entry"
                ;;
        esac
    done
    printf '%s' "${result#|}"
}

# add_proxy SCHEME URL: writes the options for http or https, one a line.
add_proxy() {
    local scheme=$1 url=${2%%/} kind=http user='' host port
    case $url in
        socks*://*) kind=socks ;;
    esac
    url=${url#*://}
    url=${url%%/*}
    if [[ $url == *@* ]]; then
        user=${url%@*}
        url=${url##*@}
    fi
    host=${url%:*}
    port=${url##*:}
    if [[ $url != *:* || $port == *']'* ]]; then
        host=$url
        port=80
        [[ $kind == http ]] || port=1080
    fi
    if [[ $kind == socks ]]; then
        printf -- '-DsocksProxyHost=%s\n-DsocksProxyPort=%s\n' "$host" "$port"
        return
    fi
    printf -- '-D%s.proxyHost=%s\n-D%s.proxyPort=%s\n' "$scheme" "$host" "$scheme" "$port"
    if [[ -n $user ]]; then
        printf -- '-D%s.proxyUser=%s\n' "$scheme" "$(argument_file_quote "$(url_decode "${user%%:*}")")"
        if [[ $user == *:* ]]; then
            printf -- '-D%s.proxyPassword=%s\n' "$scheme" "$(argument_file_quote "$(url_decode "${user#*:}")")"
        fi
    fi
}

url_decode() {
    local text=${1//\\/\\\\}
    printf '%b' "${text//%/\\x}"
}

argument_file_quote() {
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

# All options, one a line, in the form of an argument file of java.
proxy_options() {
    local http https all none
    all=$(proxy_of all_proxy)
    http=$(proxy_of http_proxy)
    https=$(proxy_of https_proxy)
    http=${http:-$all}
    https=${https:-$all}
    none=$(java_no_proxy "$(proxy_of no_proxy)")
    if [[ -n $http ]]; then
        add_proxy http "$http"
    fi
    if [[ -n $https ]]; then
        add_proxy https "$https"
    fi
    if [[ -n $http$https ]]; then
        # The transports of Maven 3.9 and of Maven 4 look at these properties only when told to.
        printf '%s\n' -Daether.connector.http.useSystemProperties=true -Daether.transport.apache.useSystemProperties=true
        # Without this Java refuses to answer a proxy that asks for a password before an encrypted connection.
        printf '%s\n' -Djdk.http.auth.tunneling.disabledSchemes=
        if [[ -n $none ]]; then
            printf -- '-Dhttp.nonProxyHosts=%s\n' "$none"
        fi
    fi
}

# A proxy's address may hold a password, which would be seen by everyone among the arguments of a process. So the
# options travel in a file that only this process and its child have open and that has no name any more.
pass_proxy_to_maven() {
    local options file descriptor
    options=$(proxy_options)
    if [[ -z $options ]]; then
        return
    fi
    file=$(mktemp -- "$output/installers/target/.proxy.XXXXXX")
    exec {descriptor}<"$file"
    printf '%s\n' "$options" >"$file"
    rm -- "$file"
    MAVEN_OPTS="$MAVEN_OPTS @/proc/self/fd/$descriptor"
}
