extension StopWords {
  /// The words of the list, in lower case, separated by blanks; empty for `none`.
  var words: String {
    switch self {
    case .none: ""
    case .english: Self.englishWords
    case .german: Self.germanWords
    case .french: Self.frenchWords
    case .spanish: Self.spanishWords
    case .italian: Self.italianWords
    case .portuguese: Self.portugueseWords
    case .dutch: Self.dutchWords
    case .swedish: Self.swedishWords
    case .danish: Self.danishWords
    case .norwegian: Self.norwegianWords
    case .russian: Self.russianWords
    }
  }

  /// The 318 English function words that scikit-learn drops with `stop_words="english"`, a list of the Glasgow
  /// Information Retrieval Group.
  private static let englishWords = """
    a about above across after afterwards again against all almost alone along already also although always am among \
    amongst amoungst amount an and another any anyhow anyone anything anyway anywhere are around as at back be \
    became because become becomes becoming been before beforehand behind being below beside besides between beyond \
    bill both bottom but by call can cannot cant co con could couldnt cry de describe detail do done down due during \
    each eg eight either eleven else elsewhere empty enough etc even ever every everyone everything everywhere \
    except few fifteen fifty fill find fire first five for former formerly forty found four from front full further \
    get give go had has hasnt have he hence her here hereafter hereby herein hereupon hers herself him himself his \
    how however hundred i ie if in inc indeed interest into is it its itself keep last latter latterly least less \
    ltd made many may me meanwhile might mill mine more moreover most mostly move much must my myself name namely \
    neither never nevertheless next nine no nobody none noone nor not nothing now nowhere of off often on once one \
    only onto or other others otherwise our ours ourselves out over own part per perhaps please put rather re same \
    see seem seemed seeming seems serious several she should show side since sincere six sixty so some somehow \
    someone something sometime sometimes somewhere still such system take ten than that the their them themselves \
    then thence there thereafter thereby therefore therein thereupon these they thick thin third this those though \
    three through throughout thru thus to together too top toward towards twelve twenty two un under until up upon \
    us very via was we well were what whatever when whence whenever where whereafter whereas whereby wherein \
    whereupon wherever whether which while whither who whoever whole whom whose why will with within without would \
    yet you your yours yourself yourselves
    """

  /// 245 function words of German, written for this project.
  private static let germanWords = """
    aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus \
    bei beim bin bis bist da dabei dadurch dafür dagegen daher damit danach dann daran darauf daraus darf darin \
    darum darüber das dass dasselbe davon davor dazu dein deine deinem deinen deiner dem den denen denn der \
    deren des deshalb dessen die dies diese dieselbe diesem diesen dieser dieses doch dort du durch ein eine \
    einem einen einer eines einige einigem einigen einiger einiges er es etwas euch euer eure eurem euren eurer \
    für gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren \
    ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes jedoch jene jenem jenen jener jenes jetzt \
    kann kein keine keinem keinen keiner keines können könnte könnten man manche manchem manchen mancher manches \
    mehr mein meine meinem meinen meiner meines mich mir mit muss musste müssen nach nicht nichts noch nun nur \
    ob oder ohne sehr sein seine seinem seinen seiner seines seit selbst sich sie sind so solche solchem solchen \
    solcher solches soll sollen sollte sollten sondern sonst um und uns unser unsere unserem unseren unserer \
    unter viel vom von vor war waren warst was weg weil weiter welche welchem welchen welcher welches wenn wer \
    werde werden weshalb wie wieder will wir wird wirst wo wollen wollte worden wurde wurden während würde \
    würden zu zum zur zwar zwischen über
    """

  /// 167 function words of French, written for this project.
  private static let frenchWords = """
    ai aie aient ait alors après as au aucun aucune aura aurait aussi autre autres aux avaient avais avait avant \
    avec avez avoir avons ayant bien car ce ceci cela celle celles celui cependant ces cet cette ceux chaque \
    chez comme comment contre dans de depuis des donc dont du elle elles en encore entre es est et eu eux faire \
    fait fois font furent fut ici il ils je jusque la laquelle le lequel les lesquels leur leurs lors lorsque \
    lui là ma mais me mes moi moins mon même mêmes ne ni non nos notre nous on ont ou où par parce pas pendant \
    peu peut peuvent plus pour pourquoi pouvait quand que quel quelle quelles quels qui quoi sa sans se sera \
    seraient serait seront ses si soi soit sommes son sont sous suis sur ta te tel telle telles tels tes toi ton \
    tous tout toute toutes très tu un une vers voici voilà vos votre vous étaient étais était étant été être
    """

  /// 181 function words of Spanish, written for this project.
  private static let spanishWords = """
    a al algo alguna algunas alguno algunos ante antes aquel aquella aquellas aquellos aquí así aunque aún bien \
    cada casi como con contra cual cuales cuando cuál cuándo cómo de del desde donde dos durante dónde e el ella \
    ellas ello ellos en entre era eran eres es esa esas ese eso esos esta estaba estaban estado estamos estar \
    estas este esto estos estoy está están fue fueron ha había habían hace hacen hacer hacia han has hasta hay \
    he hemos incluso la las le les lo los me mi mientras mis misma mismo mismos mucha muchas mucho muchos muy \
    más mí nada ni no nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero poco \
    por porque pues que quien quienes quién qué se sea sean según ser será si sido siempre sin sino sobre son \
    soy su sus suya suyo sí también tampoco tan tanto te tenemos tener tengo ti tiempo tiene tienen toda todas \
    todavía todo todos tu tus tú un una unas uno unos usted ustedes va vamos van y ya yo él
    """

  /// 195 function words of Italian, written for this project.
  private static let italianWords = """
    a abbiamo ad agli ai al alcune alcuni alla alle allo allora altra altre altri altro anche ancora avere aveva \
    avevano avuto c che chi ci cioè ciò come con contro cosa così cui da dagli dai dal dalla dalle dallo degli \
    dei del della delle dello dentro di dopo dove due durante e ed era erano esse essere essi fa fanno fare fino \
    fra fu ha hanno ho i il in infatti io la le lei li lo loro lui là ma me mentre mi mia mie miei mio molta \
    molte molti molto ne negli nei nel nella nelle nello nessuno niente noi non nostra nostre nostri nostro \
    nulla o ogni ognuno oltre ora per perché però più poi possono prima proprio può qua quale quali quando \
    quanta quante quanti quanto quel quella quelle quelli quello questa queste questi questo qui quindi sarà se \
    sei sempre senza si sia siamo siano sono sopra sotto sta stata state stati stato su sua sue sugli sui sul \
    sulla sulle sullo suo suoi tale tali tanto te ti tra tu tua tue tuo tuoi tutta tutte tutti tutto un una uno \
    va vi voi vostra vostro è
    """

  /// 161 function words of Portuguese, written for this project.
  private static let portugueseWords = """
    a ao aos aquela aquelas aquele aqueles aquilo as até cada com como contra da das de dela delas dele deles \
    depois desde do dos e ela elas ele eles em enquanto entre era eram essa essas esse esses esta estamos estar \
    estas estava estavam este estes estou está estão eu foi foram há isso isto já la lhe lhes lo mais mas me \
    mesma mesmo meu meus minha minhas muita muitas muito muitos na nas nem no nos nossa nossas nosso nossos num \
    numa não nós o onde os ou outra outras outro outros para pela pelas pelo pelos pode podem pois por porque \
    pouco quais qual qualquer quando quanto que quem se seja sejam sem sempre ser será seu seus si sido sob \
    sobre sua suas são só tal também tanto te tem temos tendo tenho ter teu tinha tinham toda todas todo todos \
    tu tudo têm um uma umas uns vai você vocês vos vão à às é
    """

  /// 121 function words of Dutch, written for this project.
  private static let dutchWords = """
    aan al alle alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een eens elk \
    elke en er ge geen geweest haar had hadden heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja \
    je jouw jullie kan kon konden kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu of \
    om omdat onder ons onze ook op over reeds te tegen toch toen tot u uit uw van veel voor waar waarom want \
    waren was wat we wel welke werd werden wezen wie wij wil willen worden wordt zal ze zei zelf zich zij zijn \
    zo zoals zonder zou zouden
    """

  /// 114 function words of Swedish, written for this project.
  private static let swedishWords = """
    alla allt att av blev bli blir blivit de dem den denna deras dess dessa det detta dig din dina ditt du där \
    då efter ej eller en er era ert ett från för ha hade han hans har henne hennes hon honom hur här i icke \
    ingen inom inte jag ju kan kunde man med mellan men mig min mina mitt mot mycket ni nu när någon något några \
    och om oss på samma sedan sig sin sina sitta själv skulle som så sådan sådana sådant till under upp ut utan \
    vad var vara varför varit varje vars vart vem vi vid vilka vilkas vilken vilket vår våra vårt än är åt över
    """

  /// 101 function words of Danish, written for this project.
  private static let danishWords = """
    ad af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din disse dog du efter \
    eller en end er et for fra ham han hans har havde have hende hendes her hos hun hvad hvem hver hvilken hvis \
    hvor hvordan hvorfor hvornår i ikke ind jeg jer jo kan kunne man mange med meget men mig min mine mit mod \
    ned noget nogle nu når og også om op os over på selv sig sin sine sit skal skulle som sådan thi til ud under \
    var vi vil ville vor være været
    """

  /// 119 function words of Norwegian, written for this project.
  private static let norwegianWords = """
    alle at av bare begge ble blei bli blir blitt både da de deg dei dem den denne der dere deres det dette di \
    din disse du eg ein eit eller en enn er et ett etter for fordi fra før ha hadde han hans har hennes her hun \
    hva hvem hver hvilken hvis hvor hvordan hvorfor i ikke ikkje ingen inn ja jeg kan kunne man mange med meg \
    men mer mest min mitt mot mye mykje ned no noe noen nokon når og også om opp oss over på samme seg selv si \
    sin sine sitt sjøl skal skulle slik som så til um under ut uten var vart ved vi vil ville vår være vært å
    """

  /// 145 function words of Russian, written for this project.
  private static let russianWords = """
    а без более больше будет будто бы был была были было быть в вам вас ведь во вот впрочем все всегда всего \
    всех всю вы где да даже для до другой его ее ей ему если есть еще ж же за здесь и из или им их к как какая \
    какой когда конечно кто куда ли лучше между меня мне много может можно мой моя мы на над надо наконец нас не \
    него нее ней нельзя нет ни нибудь никогда ним них ничего но ну о об один он она они опять от перед по под \
    после потом потому почти при про раз разве с сам свою себе себя со совсем так такой там тебя тем теперь то \
    тогда того тоже только том тот тут ты у уж уже хоть хотя чего чем через что чтоб чтобы чуть эти этого этой \
    этом этот эту я
    """
}
