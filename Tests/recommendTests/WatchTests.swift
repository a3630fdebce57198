import Foundation
import Testing

@Suite struct WatchTests {
  @Test func `pages that come, also in new folders, and go are indexed as they are saved`()
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write("content/a.md", "---\ntitle: A first page\n---\nNurses.\n")
    // A process that a test starts may inherit that Ctrl-C is blocked, so the watch is ended by what nobody can block.
    // Each step waits for what the program says of the one before; what never comes is told after 30 seconds.
    let answer = try Program.shell(
      """
      coproc watch { exec recommend index content --watch 2>&1; }
      id=$watch_PID
      await() {
        while IFS= read -r -t 30 line <&"${watch[0]}"; do [[ $line == "$1"* ]] && echo "$1" && return; done
        echo "nothing came, but was to be: $1"
      }
      await 'watching; Ctrl-C ends it'
      printf -- '---\\ntitle: A second page\\n---\\nWards.\\n' > content/b.md
      await '2 items, 0 topics, 5 terms'
      mkdir content/new
      printf -- '---\\ntitle: A third page\\n---\\nScales.\\n' > content/new/c.md
      await '3 items, 0 topics, 6 terms'
      rm content/a.md
      await '2 items, 0 topics, 5 terms'
      kill -KILL $id
      """, in: folder.path)
    #expect(
      answer.output == """
        watching; Ctrl-C ends it
        2 items, 0 topics, 5 terms
        3 items, 0 topics, 6 terms
        2 items, 0 topics, 5 terms

        """)
  }
}
