/// Makes the completion scripts of ArgumentParser know the default command: `recommend --for <TAB>` offers ids.
///
/// The generator offers the options of a command only behind its name. So each script is taught to read
/// `recommend --option` as `recommend related --option`.
enum CompletionScript {
  /// A script for bash, zsh or fish with the default command in it; any other text as it is.
  static func withDefaultCommand(_ script: String, named name: String) -> String {
    var script = script
    for (place, addition) in [bash(name), zsh(name), fish(name)] {
      guard let range = script.firstRange(of: place) else { continue }
      script.replaceSubrange(range, with: place + addition)
      if place.hasPrefix("function ") { script += defaultOptions(of: script, name) }
      return script
    }
    return script
  }

  private static func bash(_ name: String) -> (place: String, addition: String) {
    (
      "_recommend() {\n    local state\n",
      """
          # Options without a command are those of the default command.
          if [[ "${COMP_WORDS[1]}" == -* ]]; then
              COMP_LINE="${COMP_WORDS[0]} \(name)${COMP_LINE#"${COMP_WORDS[0]}"}"
              COMP_POINT=$((COMP_POINT + \(name.utf8.count + 1)))
              COMP_WORDS=("${COMP_WORDS[0]}" \(name) "${COMP_WORDS[@]:1}")
              COMP_CWORD=$((COMP_CWORD + 1))
          fi

      """
    )
  }

  private static func zsh(_ name: String) -> (place: String, addition: String) {
    (
      "_recommend() {\n    emulate -RL zsh -G\n",
      """
          # Options without a command are those of the default command.
          if [[ "${words[2]}" = -* ]]; then
              words=("${words[1]}" \(name) "${(@)words[2,-1]}")
              (( CURRENT += 1 ))
          fi

      """
    )
  }

  private static func fish(_ name: String) -> (place: String, addition: String) {
    (
      "function __recommend_parse_tokens -S\n    set -l unparsed_tokens (__recommend_tokens -pc)\n",
      """
          # Options without a command are those of the default command.
          if string match -q -- '-*' "$unparsed_tokens[2]"
              set unparsed_tokens $unparsed_tokens[1] \(name) $unparsed_tokens[2..]
          end

      """
    )
  }

  /// For fish, which looks at the words before the one that is typed: the options of the default command as the first word.
  private static func defaultOptions(of script: String, _ name: String) -> String {
    script.split(separator: "\n").filter { line in
      line.contains("\"recommend \(name)") && !line.contains("-l 'version'") && !line.contains("-l 'help'")
    }
    .map { "\n" + $0.replacing("\"recommend \(name)", with: "\"recommend") }.joined()
  }
}
