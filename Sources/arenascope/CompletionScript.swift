import ArgumentParser

/// What a shell runs to complete `arenascope …`: the parser's script, and what it doesn't know: a file name in place of
/// a subcommand stands for `open` and that file, and bash parts words at a colon.
enum CompletionScript {
  /// The script that a command line asks for with `--generate-completion-script SHELL`; nil if it doesn't.
  static func wanted(_ arguments: some Sequence<String>) -> String? {
    var words = Array(arguments)
    if words.count == 1, words[0].hasPrefix("\(option)=") {
      words = [option, String(words[0].dropFirst(option.count + 1))]
    }
    guard words.count == 2, words[0] == option else { return nil }
    return CompletionShell(rawValue: words[1]).map { script(for: $0) }
  }

  private static let option = "--generate-completion-script"

  private static func script(for shell: CompletionShell) -> String {
    let script = ArenascopeCommand.completionScript(for: shell)
    switch shell {
    case .bash: return script + "\n" + bash
    case .fish: return script + "\n" + fish
    case .zsh:
      // What calls the function stands at the end.
      guard let call = script.ranges(of: "\nif [[ \"${funcstack[1]}\"").last else { return script }
      return script[..<call.lowerBound] + "\n" + zsh + script[call.lowerBound...]
    default: return script
    }
  }

  /// The words that are no file names.
  private static var subcommands: String {
    let names = ArenascopeCommand.configuration.subcommands.flatMap {
      [$0.configuration.commandName].compactMap(\.self) + $0.configuration.aliases
    }
    return (names + ["help"]).joined(separator: " ")
  }

  private static var bash: String {
    """
    _arenascope_or_file() {
        local -a words=()
        local -i index position=0
        for index in "${!COMP_WORDS[@]}"; do
            if [[ "${index}" -gt 1 && ("${COMP_WORDS[index]}" = :* || "${COMP_WORDS[index - 1]}" = *:) ]]; then
                words[${#words[@]} - 1]+="${COMP_WORDS[index]}"
            else
                words+=("${COMP_WORDS[index]}")
            fi
            [[ "${index}" -eq "${COMP_CWORD}" ]] && position="$((${#words[@]} - 1))"
        done
        if [[ "${position}" -gt 1 && "${words[1]}" != -* && " \(subcommands) " != *" ${words[1]} "* ]]; then
            words=("${words[0]}" open "${words[@]:1}")
            position+=1
        fi
        local -a COMP_WORDS=("${words[@]}")
        local -i COMP_CWORD="${position}"
        local COMP_LINE="${words[*]}"
        local -i COMP_POINT="${#COMP_LINE}"
        local -r word="${words[position]}"
        _arenascope "${words[0]}" "${word}" "${words[position - 1]}"
        local reply
        if [[ "${position}" -eq 1 && "${word}" != -* ]]; then
            while IFS='' read -r reply; do
                COMPREPLY+=("${reply}")
            done < <(compgen -f -- "${word}")
        fi
        if [[ "${word}" = *:* && "${COMP_WORDBREAKS}" = *:* ]]; then
            for index in "${!COMPREPLY[@]}"; do
                COMPREPLY[index]="${COMPREPLY[index]#"${word%"${word##*:}"}"}"
            done
        fi
    }

    complete -o filenames -F _arenascope_or_file arenascope

    """
  }

  private static var zsh: String {
    """
    functions -c _arenascope __arenascope_subcommand

    _arenascope() {
        local -ar subcommands=(\(subcommands))
        if [[ "${words[2]}" = -* || "${subcommands[(Ie)${words[2]}]}" -gt 0 ]]; then
            __arenascope_subcommand "${@}"
        elif [[ "${CURRENT}" -eq 2 ]]; then
            local -i ret=1
            __arenascope_subcommand "${@}" && ret=0
            _files && ret=0
            return "${ret}"
        else
            words=("${words[1]}" open "${(@)words[2,-1]}")
            ((CURRENT++))
            __arenascope_subcommand "${@}"
        fi
    }

    """
  }

  private static var fish: String {
    """
    functions -c __arenascope_tokens __arenascope_typed_tokens

    function __arenascope_tokens
        set -l tokens (__arenascope_typed_tokens $argv)
        if test (count $tokens) -gt 1
            and not contains -- $tokens[2] \(subcommands)
            and not string match -q -- '-*' $tokens[2]
            set tokens $tokens[1] open $tokens[2..]
        end
        string join -- \\n $tokens
    end

    complete -c arenascope -n '__arenascope_should_offer_completions_for_positional "arenascope" -eq 1' -F

    """
  }
}
