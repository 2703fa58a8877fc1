<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="cs" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;About PhotoTagger</source>
        <translation>&amp;O aplikaci PhotoTagger</translation>
    </message>
    <message>
        <source>&amp;Accept or Undecide</source>
        <translation>Přijmout nebo vráti&amp;t</translation>
    </message>
    <message>
        <source>&amp;Copy Tags</source>
        <translation>&amp;Kopírovat štítky</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>Úp&amp;ravy</translation>
    </message>
    <message>
        <source>&amp;Export Keywords…</source>
        <translation>&amp;Exportovat klíčová slova…</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Soubor</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Najít…</translation>
    </message>
    <message>
        <source>&amp;Fit Photo</source>
        <translation>Přizpůsobit okn&amp;u</translation>
    </message>
    <message>
        <source>&amp;Grid</source>
        <translation>&amp;Mřížka</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Nápověda</translation>
    </message>
    <message>
        <source>&amp;Invert Selection</source>
        <translation>&amp;Obrátit výběr</translation>
    </message>
    <message>
        <source>&amp;Keyboard…</source>
        <translation>&amp;Klávesnice…</translation>
    </message>
    <message>
        <source>&amp;Large Photo</source>
        <translation>&amp;Velký snímek</translation>
    </message>
    <message>
        <source>&amp;Look Again</source>
        <translation>&amp;Prohledat znovu</translation>
    </message>
    <message>
        <source>&amp;Lower Threshold</source>
        <translation>Snížit prá&amp;h</translation>
    </message>
    <message>
        <source>&amp;My Words…</source>
        <translation>&amp;Moje slova…</translation>
    </message>
    <message>
        <source>&amp;Next Photo</source>
        <translation>&amp;Další snímek</translation>
    </message>
    <message>
        <source>&amp;Open Folder…</source>
        <translation>&amp;Otevřít složku…</translation>
    </message>
    <message>
        <source>&amp;Paste Tags</source>
        <translation>&amp;Vložit štítky</translation>
    </message>
    <message>
        <source>&amp;Previous Photo</source>
        <translation>&amp;Předchozí snímek</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Ukončit</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Znov&amp;u</translation>
    </message>
    <message>
        <source>&amp;Reject</source>
        <translation>Odmítn&amp;out</translation>
    </message>
    <message>
        <source>&amp;Remove from Library</source>
        <translation>O&amp;debrat z knihovny</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>Nas&amp;tavení…</translation>
    </message>
    <message>
        <source>&amp;Smaller Tiles</source>
        <translation>Men&amp;ší dlaždice</translation>
    </message>
    <message>
        <source>&amp;Stop Tagging</source>
        <translation>&amp;Zastavit navrhování</translation>
    </message>
    <message>
        <source>&amp;Tag Selected</source>
        <translation>&amp;Navrhnout štítky</translation>
    </message>
    <message>
        <source>&amp;Tags</source>
        <translation>Š&amp;títky</translation>
    </message>
    <message>
        <source>&amp;Undo Last Write</source>
        <translation>Vrátit &amp;poslední zápis</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Zpět</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>Z&amp;obrazení</translation>
    </message>
    <message>
        <source>&amp;Vocabulary…</source>
        <translation>Slovní&amp;k…</translation>
    </message>
    <message>
        <source>&amp;Welcome…</source>
        <translation>&amp;Uvítání…</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>&amp;Zápis</translation>
    </message>
    <message>
        <source>A&amp;ctivity…</source>
        <translation>Pře&amp;hled činnosti…</translation>
    </message>
    <message>
        <source>A&amp;dd Keyword</source>
        <translation>Přid&amp;at klíčové slovo</translation>
    </message>
    <message>
        <source>A&amp;pply Favourite Set</source>
        <translation>Použít oblíbenou sad&amp;u</translation>
    </message>
    <message>
        <source>Accept All Likely and Go &amp;On</source>
        <translation>Přijmout p&amp;ravděpodobné a další</translation>
    </message>
    <message>
        <source>Accept All S&amp;hown and Go On</source>
        <translation>Přijmout zo&amp;brazené a další</translation>
    </message>
    <message>
        <source>Accept all from the threshold on, next photo</source>
        <translation>Přijmout vše od prahu výše, další snímek</translation>
    </message>
    <message>
        <source>Accept by Num&amp;ber</source>
        <translation>Přijmout podle čís&amp;la</translation>
    </message>
    <message>
        <source>Accept every suggestion that is not hidden, next photo</source>
        <translation>Přijmout každý neskrytý návrh, další snímek</translation>
    </message>
    <message>
        <source>Accept no more, next photo</source>
        <translation>Nic dalšího nepřijmout, další snímek</translation>
    </message>
    <message>
        <source>Accept or undecide the suggestion with this number</source>
        <translation>Přijmout návrh s tímto číslem nebo to vrátit</translation>
    </message>
    <message>
        <source>Add &amp;Files…</source>
        <translation>Přidat &amp;soubory…</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Přidat složku</translation>
    </message>
    <message>
        <source>Add single photos</source>
        <translation>Přidat jednotlivé snímky</translation>
    </message>
    <message>
        <source>Add the copied keywords</source>
        <translation>Přidat zkopírovaná klíčová slova</translation>
    </message>
    <message>
        <source>Add the keywords of this set</source>
        <translation>Přidat klíčová slova této sady</translation>
    </message>
    <message>
        <source>Again: one pixel to a pixel</source>
        <translation>Znovu: pixel na pixel</translation>
    </message>
    <message>
        <source>All keys, and how to change them</source>
        <translation>Všechny klávesy a jejich změna</translation>
    </message>
    <message>
        <source>All unwritten photos</source>
        <translation>Všechny nezapsané snímky</translation>
    </message>
    <message>
        <source>All your words</source>
        <translation>Všechna vaše slova</translation>
    </message>
    <message>
        <source>Answers so far stay</source>
        <translation>Dosavadní návrhy zůstanou</translation>
    </message>
    <message>
        <source>Any command by its name</source>
        <translation>Libovolný příkaz podle názvu</translation>
    </message>
    <message>
        <source>Ask for suggestions</source>
        <translation>Vyžádat návrhy pro vybrané snímky</translation>
    </message>
    <message>
        <source>Back to all photos</source>
        <translation>Zpět ke všem snímkům</translation>
    </message>
    <message>
        <source>By 1 %</source>
        <translation>O 1 %</translation>
    </message>
    <message>
        <source>By 5 %</source>
        <translation>O 5 %</translation>
    </message>
    <message>
        <source>By words, tags, states, dates</source>
        <translation>Podle slov, štítků, stavů a dat</translation>
    </message>
    <message>
        <source>Changes Seen</source>
        <translation>Změny viděny</translation>
    </message>
    <message>
        <source>Co&amp;mmand Palette…</source>
        <translation>&amp;Paleta příkazů…</translation>
    </message>
    <message>
        <source>Copy from the &amp;First</source>
        <translation>Kopírovat z prvn&amp;ího</translation>
    </message>
    <message>
        <source>Each one&apos;s last</source>
        <translation>U každého ten poslední</translation>
    </message>
    <message>
        <source>Export for &amp;Agencies…</source>
        <translation>Export pro &amp;agentury…</translation>
    </message>
    <message>
        <source>Favourite Set &amp;1</source>
        <translation>Oblíbená sada &amp;1</translation>
    </message>
    <message>
        <source>Favourite Set &amp;2</source>
        <translation>Oblíbená sada &amp;2</translation>
    </message>
    <message>
        <source>Favourite Set &amp;3</source>
        <translation>Oblíbená sada &amp;3</translation>
    </message>
    <message>
        <source>Favourite Set &amp;4</source>
        <translation>Oblíbená sada &amp;4</translation>
    </message>
    <message>
        <source>Favourite Set &amp;5</source>
        <translation>Oblíbená sada &amp;5</translation>
    </message>
    <message>
        <source>Favourite Set &amp;6</source>
        <translation>Oblíbená sada &amp;6</translation>
    </message>
    <message>
        <source>Favourite Set &amp;7</source>
        <translation>Oblíbená sada &amp;7</translation>
    </message>
    <message>
        <source>Favourite Set &amp;8</source>
        <translation>Oblíbená sada &amp;8</translation>
    </message>
    <message>
        <source>Favourite Set &amp;9</source>
        <translation>Oblíbená sada &amp;9</translation>
    </message>
    <message>
        <source>Files stay where they are</source>
        <translation>Soubory zůstanou, kde jsou</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>Celá obrazovka</translation>
    </message>
    <message>
        <source>Give all what some have</source>
        <translation>Všem dát, co mají jen některé</translation>
    </message>
    <message>
        <source>Go to the keyword field</source>
        <translation>Přejít do pole klíčových slov</translation>
    </message>
    <message>
        <source>Go to the title field</source>
        <translation>Přejít do pole názvu</translation>
    </message>
    <message>
        <source>Highlighted keyword</source>
        <translation>Zvýrazněné klíčové slovo</translation>
    </message>
    <message>
        <source>Highlighted tag</source>
        <translation>Zvýrazněný štítek</translation>
    </message>
    <message>
        <source>In full screen</source>
        <translation>Na celé obrazovce</translation>
    </message>
    <message>
        <source>In place of its own</source>
        <translation>Místo jeho vlastních</translation>
    </message>
    <message>
        <source>Keep it at the side</source>
        <translation>Ponechat ho v postranním panelu</translation>
    </message>
    <message>
        <source>Larger &amp;Tiles</source>
        <translation>Vě&amp;tší dlaždice</translation>
    </message>
    <message>
        <source>Look for new and changed photos</source>
        <translation>Najít nové a změněné snímky</translation>
    </message>
    <message>
        <source>Lower by 1 %</source>
        <translation>Snížit o 1 %</translation>
    </message>
    <message>
        <source>Make &amp;Common</source>
        <translation>Dát vš&amp;em</translation>
    </message>
    <message>
        <source>Mark Reviewed and Go On</source>
        <translation>Označit jako zkontrolované a další</translation>
    </message>
    <message>
        <source>Move Down</source>
        <translation>Posunout dolů</translation>
    </message>
    <message>
        <source>Move Up</source>
        <translation>Posunout nahoru</translation>
    </message>
    <message>
        <source>Move to the Top</source>
        <translation>Posunout na začátek</translation>
    </message>
    <message>
        <source>Never Suggest A&amp;gain</source>
        <translation>Už nikd&amp;y nenavrhovat</translation>
    </message>
    <message>
        <source>Next &amp;Untagged</source>
        <translation>Další b&amp;ez návrhů</translation>
    </message>
    <message>
        <source>Next to &amp;Review</source>
        <translation>Další ke &amp;kontrole</translation>
    </message>
    <message>
        <source>Next with a Pro&amp;blem</source>
        <translation>Další s potížem&amp;i</translation>
    </message>
    <message>
        <source>No longer show as changed on disk</source>
        <translation>Přestat ukazovat jako změněné na disku</translation>
    </message>
    <message>
        <source>On all photos</source>
        <translation>Na všech snímcích</translation>
    </message>
    <message>
        <source>One photo instead of the grid</source>
        <translation>Jeden snímek místo mřížky</translation>
    </message>
    <message>
        <source>One tag, all photos where it is suggested</source>
        <translation>Jeden štítek, všechny snímky, kde je navržen</translation>
    </message>
    <message>
        <source>Paste and Replac&amp;e</source>
        <translation>Vložit a na&amp;hradit</translation>
    </message>
    <message>
        <source>Preview first</source>
        <translation>Nejdříve náhled</translation>
    </message>
    <message>
        <source>Rais&amp;e Threshold</source>
        <translation>Zvýšit pr&amp;áh</translation>
    </message>
    <message>
        <source>Raise by 1 %</source>
        <translation>Zvýšit o 1 %</translation>
    </message>
    <message>
        <source>Re&amp;name…</source>
        <translation>&amp;Přejmenovat…</translation>
    </message>
    <message>
        <source>Re&amp;quests…</source>
        <translation>Požad&amp;avky…</translation>
    </message>
    <message>
        <source>Reject the Rest and Go On</source>
        <translation>Odmítnout zbytek a další</translation>
    </message>
    <message>
        <source>Reject what is still suggested, next photo</source>
        <translation>Odmítnout zbylé návrhy, další snímek</translation>
    </message>
    <message>
        <source>Rename Everywhere…</source>
        <translation>Přejmenovat všude…</translation>
    </message>
    <message>
        <source>Replace the highlighted tag</source>
        <translation>Nahradit zvýrazněný štítek</translation>
    </message>
    <message>
        <source>Restore the files</source>
        <translation>Obnovit soubory</translation>
    </message>
    <message>
        <source>S&amp;weep…</source>
        <translation>Průcho&amp;d…</translation>
    </message>
    <message>
        <source>Save Searc&amp;h…</source>
        <translation>Uložit hled&amp;ání…</translation>
    </message>
    <message>
        <source>Save a table</source>
        <translation>Uložit tabulku</translation>
    </message>
    <message>
        <source>Search Help</source>
        <translation>Nápověda k hledání</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>Vybrat vš&amp;e</translation>
    </message>
    <message>
        <source>Select &amp;None</source>
        <translation>Zru&amp;šit výběr</translation>
    </message>
    <message>
        <source>Service, upload, theme</source>
        <translation>Služba, odesílání, vzhled</translation>
    </message>
    <message>
        <source>Show All Photos</source>
        <translation>Zobrazit všechny snímky</translation>
    </message>
    <message>
        <source>Suggestion 1</source>
        <translation>Návrh 1</translation>
    </message>
    <message>
        <source>Suggestion 10</source>
        <translation>Návrh 10</translation>
    </message>
    <message>
        <source>Suggestion 2</source>
        <translation>Návrh 2</translation>
    </message>
    <message>
        <source>Suggestion 3</source>
        <translation>Návrh 3</translation>
    </message>
    <message>
        <source>Suggestion 4</source>
        <translation>Návrh 4</translation>
    </message>
    <message>
        <source>Suggestion 5</source>
        <translation>Návrh 5</translation>
    </message>
    <message>
        <source>Suggestion 6</source>
        <translation>Návrh 6</translation>
    </message>
    <message>
        <source>Suggestion 7</source>
        <translation>Návrh 7</translation>
    </message>
    <message>
        <source>Suggestion 8</source>
        <translation>Návrh 8</translation>
    </message>
    <message>
        <source>Suggestion 9</source>
        <translation>Návrh 9</translation>
    </message>
    <message>
        <source>T&amp;itle and Description</source>
        <translation>Název a popi&amp;s</translation>
    </message>
    <message>
        <source>Tables and copies for stock agencies</source>
        <translation>Tabulky a kopie pro fotobanky</translation>
    </message>
    <message>
        <source>Tag All &amp;Untagged</source>
        <translation>Navrhnout u &amp;všech bez návrhů</translation>
    </message>
    <message>
        <source>Tag the rest</source>
        <translation>Doplnit návrhy u zbylých snímků</translation>
    </message>
    <message>
        <source>Tags over the Photo</source>
        <translation>Štítky přes snímek</translation>
    </message>
    <message>
        <source>That have the highlighted tag</source>
        <translation>Které mají zvýrazněný štítek</translation>
    </message>
    <message>
        <source>The first steps again</source>
        <translation>První kroky znovu</translation>
    </message>
    <message>
        <source>The keywords of the photo</source>
        <translation>Klíčová slova snímku</translation>
    </message>
    <message>
        <source>The photo with its tags over it</source>
        <translation>Snímek se štítky přes něj</translation>
    </message>
    <message>
        <source>To the other selected photos</source>
        <translation>Na ostatní vybrané snímky</translation>
    </message>
    <message>
        <source>Undo Write of Selected &amp;Photos</source>
        <translation>Vrátit zápis vybraných &amp;snímků</translation>
    </message>
    <message>
        <source>What can be searched for</source>
        <translation>Co lze hledat</translation>
    </message>
    <message>
        <source>What happened, and problems</source>
        <translation>Co se stalo a jaké jsou potíže</translation>
    </message>
    <message>
        <source>What is learned from your keywords</source>
        <translation>Co je naučeno z vašich klíčových slov</translation>
    </message>
    <message>
        <source>What was sent where</source>
        <translation>Co se kam odeslalo</translation>
    </message>
    <message>
        <source>Write &amp;All…</source>
        <translation>Zapsat vš&amp;e…</translation>
    </message>
    <message>
        <source>Write &amp;History…</source>
        <translation>&amp;Historie zápisů…</translation>
    </message>
    <message>
        <source>Write &amp;Selected…</source>
        <translation>Zapsat &amp;vybrané…</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>Při&amp;blížit</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>&amp;Oddálit</translation>
    </message>
</context>
<context>
    <name>ActivityFlow</name>
    <message>
        <source>this computer, built-in model</source>
        <translation>tento počítač, vestavěný model</translation>
    </message>
    <message>
        <source>this computer, model {}</source>
        <translation>tento počítač, model {}</translation>
    </message>
</context>
<context>
    <name>ActivityWindow</name>
    <message>
        <source>&amp;Copy Report</source>
        <translation>&amp;Kopírovat zprávu</translation>
    </message>
    <message>
        <source>&amp;Go to Photo</source>
        <translation>&amp;Přejít na snímek</translation>
    </message>
    <message>
        <source>&amp;Report…</source>
        <translation>Z&amp;práva…</translation>
    </message>
    <message>
        <source>&amp;Undo This Write</source>
        <translation>&amp;Vrátit tento zápis</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Přehled činnosti</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Zavřít</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Nezdařilo se</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Složka</translation>
    </message>
    <message>
        <source>Last known: {}</source>
        <translation>Poslední známý stav: {}</translation>
    </message>
    <message>
        <source>Look at the files again</source>
        <translation>Prohlédnout soubory znovu</translation>
    </message>
    <message>
        <source>No photo has a problem.</source>
        <translation>Žádný snímek nemá potíže.</translation>
    </message>
    <message>
        <source>No request has been sent since PhotoTagger was started.</source>
        <translation>Od spuštění PhotoTaggeru nebyl odeslán žádný požadavek.</translation>
    </message>
    <message>
        <source>Nothing has been tagged, written or exported yet.</source>
        <translation>Zatím nevznikly žádné návrhy, zápisy ani exporty.</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Výsledek</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Snímek</translation>
    </message>
    <message>
        <source>Photos with problems</source>
        <translation>Snímky s potížemi</translation>
    </message>
    <message>
        <source>Photos with this problem</source>
        <translation>Snímky s touto potíží</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Snímky</translation>
    </message>
    <message>
        <source>Re&amp;quests…</source>
        <translation>Požad&amp;avky…</translation>
    </message>
    <message>
        <source>Reading what happened…</source>
        <translation>Čte se, co se stalo…</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Čte se…</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Důvod</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>Důvody</translation>
    </message>
    <message>
        <source>Reports are kept until PhotoTagger is closed</source>
        <translation>Zprávy se uchovávají do zavření PhotoTaggeru</translation>
    </message>
    <message>
        <source>Restoring…</source>
        <translation>Obnovuje se…</translation>
    </message>
    <message>
        <source>Retry &amp;These</source>
        <translation>&amp;Zkusit tyto znovu</translation>
    </message>
    <message>
        <source>Show &amp;File</source>
        <translation>Zobrazit &amp;soubor</translation>
    </message>
    <message>
        <source>Tag all photos of this reason again</source>
        <translation>Znovu vyžádat návrhy pro všechny snímky s tímto důvodem</translation>
    </message>
    <message>
        <source>The problems cannot be read; the log file has the details.</source>
        <translation>Potíže nelze přečíst; podrobnosti jsou v protokolu.</translation>
    </message>
    <message>
        <source>The report is on the clipboard.</source>
        <translation>Zpráva je ve schránce.</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Co se stalo</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Co</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Kdy</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Kam</translation>
    </message>
    <message>
        <source>Write all photos of this reason again</source>
        <translation>Znovu zapsat všechny snímky s tímto důvodem</translation>
    </message>
</context>
<context>
    <name>AgencyBadges</name>
    <message>
        <source>Agencies of the last export</source>
        <translation>Agentury posledního exportu</translation>
    </message>
</context>
<context>
    <name>AgencyExport</name>
    <message>
        <source>Agencies</source>
        <translation>Agentury</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Procházet…</translation>
    </message>
    <message>
        <source>Copy Table</source>
        <translation>Kopírovat tabulku</translation>
    </message>
    <message>
        <source>Edit Rules…</source>
        <translation>Upravit pravidla…</translation>
    </message>
    <message>
        <source>Export for agencies</source>
        <translation>Export pro agentury</translation>
    </message>
    <message>
        <source>Export for {}</source>
        <translation>Exportovat pro {}</translation>
    </message>
    <message>
        <source>Folder for the exports</source>
        <translation>Složka pro exporty</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Složka</translation>
    </message>
    <message>
        <source>Go to Photo</source>
        <translation>Přejít na snímek</translation>
    </message>
    <message>
        <source>Import Edited Table…</source>
        <translation>Načíst upravenou tabulku…</translation>
    </message>
    <message>
        <source>More photos have problems; the table shows all.</source>
        <translation>Potíže má více snímků; všechny ukazuje tabulka.</translation>
    </message>
    <message>
        <source>Only what is new or changed since the last export</source>
        <translation>Jen nové nebo změněné od posledního exportu</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Snímky</translation>
    </message>
    <message>
        <source>Problems and changes</source>
        <translation>Potíže a změny</translation>
    </message>
    <message>
        <source>Table as it will be exported</source>
        <translation>Tabulka, jak se exportuje</translation>
    </message>
    <message>
        <source>Table edited in a spreadsheet</source>
        <translation>Tabulka upravená v tabulkovém programu</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt)</source>
        <translation>Tabulky (*.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>Tick Agencies to Export</source>
        <translation>Zaškrtněte agentury</translation>
    </message>
</context>
<context>
    <name>AgencyFlow</name>
    <message>
        <source>Exported for {}.</source>
        <translation>Exportováno pro {}.</translation>
    </message>
    <message>
        <source>Left out, because they would be refused: {}.</source>
        <translation>Vynecháno, protože by bylo odmítnuto: {}.</translation>
    </message>
    <message>
        <source>Nothing was exported; every photo would be refused or is unchanged.</source>
        <translation>Nic se neexportovalo; každý snímek by byl odmítnut, nebo se nezměnil.</translation>
    </message>
    <message>
        <source>Selected photos</source>
        <translation>Vybrané snímky</translation>
    </message>
    <message>
        <source>Shown photos</source>
        <translation>Zobrazené snímky</translation>
    </message>
    <message>
        <source>There are no photos to export yet.</source>
        <translation>Zatím není co exportovat.</translation>
    </message>
    <message>
        <source>Whole library</source>
        <translation>Celá knihovna</translation>
    </message>
    <message>
        <source>Your own rules are in {}; they count from the next start.</source>
        <translation>Vaše vlastní pravidla jsou v souboru {}; platí od příštího spuštění.</translation>
    </message>
    <message>
        <source>{} for {}</source>
        <translation>{} pro {}</translation>
    </message>
</context>
<context>
    <name>AgencyTextsEditor</name>
    <message>
        <source>As each photo has it</source>
        <translation>Jak to má každý snímek</translation>
    </message>
    <message>
        <source>Category {}</source>
        <translation>Kategorie {}</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Choose photos in the table to give them texts of their own.</source>
        <translation>Vyberte v tabulce snímky, kterým chcete dát vlastní texty.</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Země</translation>
    </message>
    <message>
        <source>Description for this agency</source>
        <translation>Popis pro tuto agenturu</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Popis</translation>
    </message>
    <message>
        <source>In the photo&apos;s order</source>
        <translation>V pořadí snímku</translation>
    </message>
    <message>
        <source>Keywords first</source>
        <translation>Slova na začátek</translation>
    </message>
    <message>
        <source>Keywords to put first</source>
        <translation>Klíčová slova na začátek</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Žádná</translation>
    </message>
    <message>
        <source>Title for this agency</source>
        <translation>Název pro tuto agenturu</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Název</translation>
    </message>
    <message>
        <source>{} for {} only</source>
        <translation>{} jen pro {}</translation>
    </message>
</context>
<context>
    <name>Browser</name>
    <message>
        <source>Every decision is written into its file.</source>
        <translation>Všechna rozhodnutí jsou zapsaná v souborech.</translation>
    </message>
    <message>
        <source>Every photo has been tagged.</source>
        <translation>Všechny snímky už mají návrhy.</translation>
    </message>
    <message>
        <source>Every reviewed photo is written.</source>
        <translation>Všechny zkontrolované snímky jsou zapsané.</translation>
    </message>
    <message>
        <source>No other program changed a photo you decided about.</source>
        <translation>Žádný jiný program nezměnil snímek, o kterém jste rozhodli.</translation>
    </message>
    <message>
        <source>No photo has a problem.</source>
        <translation>Žádný snímek nemá potíže.</translation>
    </message>
    <message>
        <source>No tagged photo waits for your decisions.</source>
        <translation>Žádný snímek nečeká na vaše rozhodnutí.</translation>
    </message>
    <message>
        <source>There are no photos in this folder.</source>
        <translation>V této složce nejsou žádné snímky.</translation>
    </message>
    <message>
        <source>This saved search finds no photo now.</source>
        <translation>Toto uložené hledání teď nenajde žádný snímek.</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>Paleta příkazů</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Příkaz</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Příkazy</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>Nic se tak nejmenuje.</translation>
    </message>
    <message>
        <source>Type a command, a folder or a tag</source>
        <translation>Napište příkaz, složku nebo štítek</translation>
    </message>
</context>
<context>
    <name>ConflictDialog</name>
    <message>
        <source>Conflicts</source>
        <translation>Rozpory</translation>
    </message>
    <message>
        <source>Make “{}” the {}</source>
        <translation>Použít „{}“ jako {}</translation>
    </message>
    <message>
        <source>Use This</source>
        <translation>Použít toto</translation>
    </message>
    <message>
        <source>Use the {} “{}”</source>
        <translation>Použít {} „{}“</translation>
    </message>
</context>
<context>
    <name>ConflictLine</name>
    <message>
        <source>Show {}</source>
        <translation>Zobrazit {}</translation>
    </message>
    <message>
        <source>Show…</source>
        <translation>Zobrazit…</translation>
    </message>
</context>
<context>
    <name>DetailsPane</name>
    <message>
        <source>What Other Programs Will Show</source>
        <translation>Co ukážou jiné programy</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>&lt;h3&gt;PhotoTagger {}&lt;/h3&gt;&lt;p&gt;Tags photos on this computer, lets you review the tags, and writes them safely into the files.&lt;/p&gt;&lt;p&gt;Apache License 2.0. Uses Qt through PySide6 {} (LGPL-3.0), Pillow, piexif, requests, Starlette, Uvicorn, ONNX Runtime and NumPy. The tagging model builds on EfficientNet-Lite0 weights (Apache-2.0).&lt;/p&gt;</source>
        <translation>&lt;h3&gt;PhotoTagger {}&lt;/h3&gt;&lt;p&gt;Navrhuje štítky ke snímkům na tomto počítači, umožní je zkontrolovat a bezpečně je zapíše do souborů.&lt;/p&gt;&lt;p&gt;Licence Apache 2.0. Používá Qt přes PySide6 {} (LGPL-3.0), Pillow, piexif, requests, Starlette, Uvicorn, ONNX Runtime a NumPy. Model vychází z vah EfficientNet-Lite0 (Apache-2.0).&lt;/p&gt;</translation>
    </message>
    <message>
        <source>About PhotoTagger</source>
        <translation>O aplikaci PhotoTagger</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Přidání snímků</translation>
    </message>
    <message>
        <source>Finish and Close</source>
        <translation>Dokončit a zavřít</translation>
    </message>
    <message>
        <source>It answers. {}</source>
        <translation>Odpovídá. {}</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Klávesnice</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modely</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Otevření složky</translation>
    </message>
    <message>
        <source>Photos are being written. They are finished before PhotoTagger closes.</source>
        <translation>Probíhá zápis do snímků. Dokončí se, než se PhotoTagger zavře.</translation>
    </message>
    <message>
        <source>Selected photos</source>
        <translation>Vybrané snímky</translation>
    </message>
    <message>
        <source>Shown photos</source>
        <translation>Zobrazené snímky</translation>
    </message>
    <message>
        <source>Tagging at {}</source>
        <translation>Návrhy z {}</translation>
    </message>
    <message>
        <source>Tagging on this computer</source>
        <translation>Návrhy vznikají na tomto počítači</translation>
    </message>
    <message>
        <source>The model {} is installed.</source>
        <translation>Model {} je nainstalovaný.</translation>
    </message>
    <message>
        <source>The sample photos cannot be copied to {}.</source>
        <translation>Ukázkové snímky nelze zkopírovat do {}.</translation>
    </message>
    <message>
        <source>The token is kept until PhotoTagger closes, not stored.</source>
        <translation>Token se neukládá; platí jen do zavření PhotoTaggeru.</translation>
    </message>
    <message>
        <source>There are no photos to export yet.</source>
        <translation>Zatím není co exportovat.</translation>
    </message>
    <message>
        <source>Whole library</source>
        <translation>Celá knihovna</translation>
    </message>
    <message>
        <source>{} of {} credits</source>
        <translation>{} z {} kreditů</translation>
    </message>
</context>
<context>
    <name>DragDesk</name>
    <message>
        <source>At most {} photos can be dragged at once.</source>
        <translation>Najednou lze přetáhnout nejvýše {} snímků.</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Clear Search</source>
        <translation>Zrušit hledání</translation>
    </message>
    <message>
        <source>Drop photos or folders here</source>
        <translation>Přetáhněte sem snímky nebo složky</translation>
    </message>
    <message>
        <source>No photos match</source>
        <translation>Nic nenalezeno</translation>
    </message>
    <message>
        <source>Nothing here has “{}”.</source>
        <translation>Nic tu neodpovídá hledání „{}“.</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Nic tu není</translation>
    </message>
    <message>
        <source>Open Folder…</source>
        <translation>Otevřít složku…</translation>
    </message>
    <message>
        <source>Show All Photos</source>
        <translation>Zobrazit všechny snímky</translation>
    </message>
    <message>
        <source>They stay where they are. Tagging happens on this computer, and nothing is written into a photo until you say so.</source>
        <translation>Zůstanou, kde jsou. Štítky se navrhují na tomto počítači a do snímku se nic nezapíše, dokud to neřeknete.</translation>
    </message>
    <message>
        <source>Try Sample Photos</source>
        <translation>Vyzkoušet ukázkové snímky</translation>
    </message>
</context>
<context>
    <name>EverywhereDialog</name>
    <message>
        <source>Counting the photos with {}…</source>
        <translation>Počítají se snímky se štítkem {}…</translation>
    </message>
    <message>
        <source>Delete Everywhere</source>
        <translation>Smazat všude</translation>
    </message>
    <message>
        <source>Delete on {}</source>
        <translation>Smazat: {}</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Smazat</translation>
    </message>
    <message>
        <source>Files change only when you write. This can be undone.</source>
        <translation>Soubory se změní až při zápisu. Lze to vrátit.</translation>
    </message>
    <message>
        <source>Keep {} as a synonym, so that it becomes the new word in future</source>
        <translation>Ponechat {} jako synonymum, aby se příště změnilo na nové slovo</translation>
    </message>
    <message>
        <source>Merge Into</source>
        <translation>Sloučit do</translation>
    </message>
    <message>
        <source>Merge on {}</source>
        <translation>Sloučit: {}</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Sloučit</translation>
    </message>
    <message>
        <source>Never suggest {} again</source>
        <translation>Už nikdy nenavrhovat {}</translation>
    </message>
    <message>
        <source>No photo has {} as a keyword.</source>
        <translation>Žádný snímek nemá klíčové slovo {}.</translation>
    </message>
    <message>
        <source>Rename Everywhere</source>
        <translation>Přejmenovat všude</translation>
    </message>
    <message>
        <source>Rename on {}</source>
        <translation>Přejmenovat: {}</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Přejmenovat</translation>
    </message>
    <message>
        <source>{} are on {}.</source>
        <translation>{}: {}.</translation>
    </message>
    <message>
        <source>{} is on {}.</source>
        <translation>{}: {}.</translation>
    </message>
    <message>
        <source>{} of them are in folders that are closed now.</source>
        <translation>Z toho v zavřených složkách: {}.</translation>
    </message>
    <message>
        <source>“{}” is a word already; the two become one.</source>
        <translation>„{}“ už je slovo; obě se spojí v jedno.</translation>
    </message>
</context>
<context>
    <name>EvidenceStrip</name>
    <message>
        <source>Go to a photo like this one</source>
        <translation>Přejít na podobný snímek</translation>
    </message>
    <message>
        <source>Go to {}</source>
        <translation>Přejít na {}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>&amp;Photos</source>
        <translation>&amp;Snímky</translation>
    </message>
    <message>
        <source>A new folder of this name will hold the sidecars.</source>
        <translation>Průvodní soubory budou v nové složce tohoto názvu.</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Procházet…</translation>
    </message>
    <message>
        <source>CSV table, for spreadsheets</source>
        <translation>Tabulka CSV pro tabulkové programy</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Sloupce</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Popis</translation>
    </message>
    <message>
        <source>Export keywords</source>
        <translation>Export klíčových slov</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportovat</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>F&amp;ormát</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>Název souboru</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Soubor</translation>
    </message>
    <message>
        <source>JSON, with probabilities and states</source>
        <translation>JSON s pravděpodobnostmi a stavy</translation>
    </message>
    <message>
        <source>Keyword list, indented, for other programs</source>
        <translation>Odsazený seznam klíčových slov pro jiné programy</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Klíčová slova</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Počet</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Cesta</translation>
    </message>
    <message>
        <source>Plain text, one line per photo</source>
        <translation>Prostý text, řádek na snímek</translation>
    </message>
    <message>
        <source>This file exists and will be replaced.</source>
        <translation>Tento soubor existuje a bude nahrazen.</translation>
    </message>
    <message>
        <source>This name is taken; choose another.</source>
        <translation>Tento název je obsazený; zvolte jiný.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Název</translation>
    </message>
    <message>
        <source>XMP sidecars in a folder of their own</source>
        <translation>Průvodní soubory XMP ve vlastní složce</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>Photos before and after this one</source>
        <translation>Snímky před tímto a za ním</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Date changed</source>
        <translation>Datum změny</translation>
    </message>
    <message>
        <source>Date taken</source>
        <translation>Datum pořízení</translation>
    </message>
    <message>
        <source>Descending</source>
        <translation>Sestupně</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>Velikost souboru</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Složka</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Název</translation>
    </message>
    <message>
        <source>Number of keywords</source>
        <translation>Počet klíčových slov</translation>
    </message>
    <message>
        <source>Order: {}</source>
        <translation>Řazení: {}</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Uložit toto hledání</translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation>Uložit toto hledání…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Hledat</translation>
    </message>
    <message>
        <source>What can be searched for</source>
        <translation>Co lze hledat</translation>
    </message>
</context>
<context>
    <name>FullScreen</name>
    <message>
        <source>Tags over the photo</source>
        <translation>Štítky přes snímek</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Collecting the tags of {}…</source>
        <translation>Shromažďují se štítky: {}…</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>Čeština</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Angličtina</translation>
    </message>
    <message>
        <source>No tags yet. Ask for suggestions, or add keywords below.</source>
        <translation>Zatím žádné štítky. Vyžádejte si návrhy, nebo přidejte klíčová slova níže.</translation>
    </message>
    <message>
        <source>No tags yet. Press {} for suggestions, or add keywords below.</source>
        <translation>Zatím žádné štítky. Návrhy získáte klávesami {}, klíčová slova přidáte níže.</translation>
    </message>
    <message>
        <source>Select a photo to see its tags.</source>
        <translation>Vyberte snímek a uvidíte jeho štítky.</translation>
    </message>
    <message>
        <source>Suggestions are on their way…</source>
        <translation>Návrhy jsou na cestě…</translation>
    </message>
    <message>
        <source>Tagged by {}</source>
        <translation>Návrhy: {}</translation>
    </message>
    <message>
        <source>Tagged {} by {}, {}</source>
        <translation>Návrhy {}: {}, {}</translation>
    </message>
    <message>
        <source>The service had no suggestion. Add keywords below.</source>
        <translation>Služba nic nenavrhla. Klíčová slova přidejte níže.</translation>
    </message>
    <message>
        <source>This photo could not be tagged. Try again, or add keywords below.</source>
        <translation>Návrhy k tomuto snímku se nepodařilo získat. Zkuste to znovu, nebo přidejte klíčová slova níže.</translation>
    </message>
    <message>
        <source>{} selected</source>
        <translation>Vybráno: {}</translation>
    </message>
    <message>
        <source>○ to review</source>
        <translation>○ ke kontrole</translation>
    </message>
    <message>
        <source>✓ reviewed</source>
        <translation>✓ zkontrolováno</translation>
    </message>
    <message>
        <source>✓ {} of {} reviewed</source>
        <translation>✓ zkontrolováno {} z {}</translation>
    </message>
</context>
<context>
    <name>KeyField</name>
    <message>
        <source>New key</source>
        <translation>Nová klávesa</translation>
    </message>
    <message>
        <source>Press a new key here</source>
        <translation>Stiskněte tu novou klávesu</translation>
    </message>
</context>
<context>
    <name>KeyboardDialog</name>
    <message>
        <source>&amp;Copy as Text</source>
        <translation>&amp;Kopírovat jako text</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Klávesnice</translation>
    </message>
    <message>
        <source>Reset &amp;All</source>
        <translation>Obnovit &amp;vše</translation>
    </message>
</context>
<context>
    <name>KeyboardPage</name>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Obnovit</translation>
    </message>
    <message>
        <source>&amp;Take It from There</source>
        <translation>&amp;Převzít</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Příkaz</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Vždy</translation>
    </message>
    <message>
        <source>Down, Up</source>
        <translation>Dolů, Nahoru</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Every action has its usual keys.</source>
        <translation>Všechny příkazy mají obvyklé klávesy.</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Klávesnice</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Klávesy</translation>
    </message>
    <message>
        <source>Leaves a field, closes a dialog</source>
        <translation>Opustí pole, zavře dialog</translation>
    </message>
    <message>
        <source>Next and previous photo</source>
        <translation>Další a předchozí snímek</translation>
    </message>
    <message>
        <source>Next and previous tag or row of photos</source>
        <translation>Další a předchozí štítek nebo řada snímků</translation>
    </message>
    <message>
        <source>Next part of the window; takes a completion in a field</source>
        <translation>Další část okna; v poli převezme nabízené slovo</translation>
    </message>
    <message>
        <source>No action and no key is called that.</source>
        <translation>Tak se nejmenuje žádný příkaz ani klávesa.</translation>
    </message>
    <message>
        <source>Remove the key {}</source>
        <translation>Odebrat klávesu {}</translation>
    </message>
    <message>
        <source>Right, Left</source>
        <translation>Vpravo, Vlevo</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>Hledat příkazy a klávesy</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Co dělá</translation>
    </message>
    <message>
        <source>{} does that already.</source>
        <translation>{} to už dělá.</translation>
    </message>
    <message>
        <source>{} is “{}” now.</source>
        <translation>{} je teď „{}“.</translation>
    </message>
    <message>
        <source>{} is “{}”; take it from there?</source>
        <translation>{} je „{}“; převzít ji odtud?</translation>
    </message>
    <message>
        <source>{} moves in lists and fields or opens a menu, so it stays as it is.</source>
        <translation>{} slouží k pohybu v seznamech a polích nebo otevírá nabídku, proto zůstává, jak je.</translation>
    </message>
</context>
<context>
    <name>LibraryWatch</name>
    <message>
        <source>Close this folder</source>
        <translation>Zavřít tuto složku</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>Zobrazit ve správci souborů</translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>Fitted</source>
        <translation>Přizpůsobeno</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Snímek</translation>
    </message>
    <message>
        <source>{} · loading…</source>
        <translation>{} · načítá se…</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Remove {} from the library? The files stay where they are.</source>
        <translation>Odebrat z knihovny {}? Soubory zůstanou, kde jsou.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Odebrat</translation>
    </message>
    <message>
        <source>There is none in this view.</source>
        <translation>V tomto zobrazení žádný není.</translation>
    </message>
    <message>
        <source>{} of {} selected</source>
        <translation>Vybráno: {} (celkem {})</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Address of a zip file; a digest at its end, “#sha256=…”, is checked:</source>
        <translation>Adresa souboru zip; kontrolní součet na konci, „#sha256=…“, se ověří:</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>Vestavěný</translation>
    </message>
    <message>
        <source>Cancel Installation</source>
        <translation>Zrušit instalaci</translation>
    </message>
    <message>
        <source>Cancelled; a download goes on where it stopped.</source>
        <translation>Zrušeno; stahování naváže tam, kde skončilo.</translation>
    </message>
    <message>
        <source>Copying and checking…</source>
        <translation>Kopíruje se a ověřuje…</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Poškozený</translation>
    </message>
    <message>
        <source>Downloading: {} of {}</source>
        <translation>Stahuje se: {} z {}</translation>
    </message>
    <message>
        <source>Downloading: {}</source>
        <translation>Stahuje se: {}</translation>
    </message>
    <message>
        <source>From Address…</source>
        <translation>Z adresy…</translation>
    </message>
    <message>
        <source>From File…</source>
        <translation>Ze souboru…</translation>
    </message>
    <message>
        <source>From Folder…</source>
        <translation>Ze složky…</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Používá se</translation>
    </message>
    <message>
        <source>Install a Model</source>
        <translation>Instalace modelu</translation>
    </message>
    <message>
        <source>Install another model:</source>
        <translation>Instalovat další model:</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Instalovat</translation>
    </message>
    <message>
        <source>Installed {}. Choose Use to tag with it.</source>
        <translation>Model {} je nainstalovaný. Zvolte Použít, aby navrhoval štítky.</translation>
    </message>
    <message>
        <source>Installed {}.</source>
        <translation>Model {} je nainstalovaný.</translation>
    </message>
    <message>
        <source>It was chosen and is not here; the built-in model is used instead.</source>
        <translation>Byl zvolen, ale není tu; použije se vestavěný model.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Chybí</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Models (*.zip)</source>
        <translation>Modely (*.zip)</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modely</translation>
    </message>
    <message>
        <source>Not available yet</source>
        <translation>Zatím není</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>Nenainstalovaný</translation>
    </message>
    <message>
        <source>Progress of the installation</source>
        <translation>Průběh instalace</translation>
    </message>
    <message>
        <source>Remove the model “{}” from this computer?</source>
        <translation>Odebrat model „{}“ z tohoto počítače?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Odebrat</translation>
    </message>
    <message>
        <source>Removed {}.</source>
        <translation>Model {} je odebraný.</translation>
    </message>
    <message>
        <source>Ships with PhotoTagger: {}.</source>
        <translation>Součást PhotoTaggeru: {}.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Velikost</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stav</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Štítky</translation>
    </message>
    <message>
        <source>The model turns a photo into tags, on this computer. The built-in one needs nothing; others may know more words and need more time.</source>
        <translation>Model ke snímku navrhne štítky, přímo na tomto počítači. Vestavěný nic dalšího nepotřebuje; jiné mohou znát více slov a potřebovat více času.</translation>
    </message>
    <message>
        <source>This model is {}; install it again or remove it.</source>
        <translation>Model je {}; nainstalujte ho znovu nebo ho odeberte.</translation>
    </message>
    <message>
        <source>Trying it on its examples…</source>
        <translation>Zkouší se na příkladech…</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Použít</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Verze</translation>
    </message>
    <message>
        <source>{} (id {}), in {}</source>
        <translation>{} (id {}), v {}</translation>
    </message>
    <message>
        <source>{} tags photos once you choose OK; tags you have stay as they are.</source>
        <translation>{} bude navrhovat štítky, jakmile zvolíte OK; dosavadní štítky zůstanou, jak jsou.</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close this message</source>
        <translation>Zavřít tuto zprávu</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Podrobnosti</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Podrobnosti…</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Zpráva…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Nastavení…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Zobrazit ve složce</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Zobrazit je</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Zkusit znovu</translation>
    </message>
    <message>
        <source>Undo write</source>
        <translation>Vrátit zápis</translation>
    </message>
    <message>
        <source>Write again</source>
        <translation>Zapsat znovu</translation>
    </message>
</context>
<context>
    <name>Notifier</name>
    <message>
        <source>Looking for photos is done: {}.</source>
        <translation>Hledání snímků skončilo: {}.</translation>
    </message>
    <message>
        <source>Tagging is done: {}.</source>
        <translation>Návrhy jsou hotové: {}.</translation>
    </message>
    <message>
        <source>The export is done: {}.</source>
        <translation>Export je hotový: {}.</translation>
    </message>
    <message>
        <source>Writing keywords is done: {}.</source>
        <translation>Zápis klíčových slov je hotový: {}.</translation>
    </message>
    <message>
        <source>{} could not be done.</source>
        <translation>{} se nepodařilo zpracovat.</translation>
    </message>
</context>
<context>
    <name>PaletteDesk</name>
    <message>
        <source>Filter</source>
        <translation>Filtr</translation>
    </message>
    <message>
        <source>Go to {}</source>
        <translation>Přejít na {}</translation>
    </message>
    <message>
        <source>Nothing is being tagged</source>
        <translation>Žádné návrhy právě nevznikají</translation>
    </message>
    <message>
        <source>Nothing to do again</source>
        <translation>Není co opakovat</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>Není co vrátit</translation>
    </message>
    <message>
        <source>Select photos first</source>
        <translation>Nejdříve vyberte snímky</translation>
    </message>
    <message>
        <source>Settings: {}</source>
        <translation>Nastavení: {}</translation>
    </message>
    <message>
        <source>Show photos with “{}”</source>
        <translation>Zobrazit snímky se štítkem „{}“</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Štítek</translation>
    </message>
</context>
<context>
    <name>PhotoGrid</name>
    <message>
        <source>Photos</source>
        <translation>Snímky</translation>
    </message>
</context>
<context>
    <name>PhotoView</name>
    <message>
        <source>Photo</source>
        <translation>Snímek</translation>
    </message>
</context>
<context>
    <name>PhotosStep</name>
    <message>
        <source>Added: {}</source>
        <translation>Přidáno: {}</translation>
    </message>
    <message>
        <source>Choose a &amp;Folder…</source>
        <translation>Vybrat s&amp;ložku…</translation>
    </message>
    <message>
        <source>Drop photos or folders here</source>
        <translation>Přetáhněte sem snímky nebo složky</translation>
    </message>
    <message>
        <source>They stay where they are; nothing is changed in them.</source>
        <translation>Zůstanou, kde jsou; nic se v nich nezmění.</translation>
    </message>
    <message>
        <source>Try Sample &amp;Photos</source>
        <translation>Vyzkoušet &amp;ukázkové snímky</translation>
    </message>
    <message>
        <source>{} and {} more</source>
        <translation>{} a ještě {}</translation>
    </message>
</context>
<context>
    <name>QuickWords</name>
    <message>
        <source>Add {}</source>
        <translation>Přidat {}</translation>
    </message>
    <message>
        <source>Add “{}”</source>
        <translation>Přidat „{}“</translation>
    </message>
    <message>
        <source>Change {}</source>
        <translation>Změnit {}</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Smazat</translation>
    </message>
    <message>
        <source>Deleted the set “{}”.</source>
        <translation>Sada „{}“ je smazaná.</translation>
    </message>
    <message>
        <source>Edit Keywords…</source>
        <translation>Upravit slova…</translation>
    </message>
    <message>
        <source>Edit Set</source>
        <translation>Úprava sady</translation>
    </message>
    <message>
        <source>Favourite sets</source>
        <translation>Oblíbené sady</translation>
    </message>
    <message>
        <source>Keywords of “{}”:</source>
        <translation>Klíčová slova sady „{}“:</translation>
    </message>
    <message>
        <source>Keywords that you add together (Ctrl+Alt+1 to 9)</source>
        <translation>Klíčová slova, která přidáváte společně (Ctrl+Alt+1 až 9)</translation>
    </message>
    <message>
        <source>Name for these {}:</source>
        <translation>Název pro {}:</translation>
    </message>
    <message>
        <source>New name:</source>
        <translation>Nový název:</translation>
    </message>
    <message>
        <source>Rename Set</source>
        <translation>Přejmenování sady</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Přejmenovat…</translation>
    </message>
    <message>
        <source>Save These as Set…</source>
        <translation>Uložit jako sadu…</translation>
    </message>
    <message>
        <source>Save as Set</source>
        <translation>Uložit jako sadu</translation>
    </message>
    <message>
        <source>Saved “{}”; Ctrl+Alt+{} adds it.</source>
        <translation>Sada „{}“ je uložená; přidá ji Ctrl+Alt+{}.</translation>
    </message>
    <message>
        <source>Sets</source>
        <translation>Sady</translation>
    </message>
</context>
<context>
    <name>RequestTable</name>
    <message>
        <source>Nothing has been sent since PhotoTagger was started.</source>
        <translation>Od spuštění PhotoTaggeru nebylo nic odesláno.</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Výsledek</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Snímky</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Požadavky</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Posílá se</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Trvalo</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Kdy</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Kam</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>An empty catalog</source>
        <translation>Prázdný katalog</translation>
    </message>
    <message>
        <source>Copies of the catalog</source>
        <translation>Kopie katalogu</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Ukončit</translation>
    </message>
    <message>
        <source>Use This</source>
        <translation>Použít toto</translation>
    </message>
    <message>
        <source>Your photos and the keywords in them are not affected. Choose what to go on with; the damaged file is kept beside it.</source>
        <translation>Vašich snímků a klíčových slov v nich se to netýká. Zvolte, s čím pokračovat; poškozený soubor zůstane vedle.</translation>
    </message>
</context>
<context>
    <name>RetagChoice</name>
    <message>
        <source>All of them, with fresh suggestions ({})</source>
        <translation>Všechny, s čerstvými návrhy ({})</translation>
    </message>
    <message>
        <source>Only those without suggestions ({})</source>
        <translation>Jen ty bez návrhů ({})</translation>
    </message>
    <message>
        <source>What you accepted, rejected or typed stays in either case.</source>
        <translation>Co jste přijali, odmítli nebo napsali, zůstane tak či tak.</translation>
    </message>
    <message>
        <source>{} of {} have suggestions already.</source>
        <translation>Návrhy už mají: {} (celkem {}).</translation>
    </message>
</context>
<context>
    <name>RetagQuestion</name>
    <message>
        <source>Don&apos;t ask again</source>
        <translation>Už se neptat</translation>
    </message>
    <message>
        <source>Tag photos</source>
        <translation>Navrhnout štítky</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Štítek</translation>
    </message>
    <message>
        <source>The settings have the answer, and take it back</source>
        <translation>Odpověď je v nastavení a lze ji tam změnit</translation>
    </message>
    <message>
        <source>Which photos shall be tagged?</source>
        <translation>Pro které snímky vyžádat návrhy?</translation>
    </message>
</context>
<context>
    <name>ReviewDesk</name>
    <message>
        <source>Wait until the photos are changed, or stop that.</source>
        <translation>Počkejte, až se snímky změní, nebo to zastavte.</translation>
    </message>
</context>
<context>
    <name>ReviewFlow</name>
    <message>
        <source>Copied {}.</source>
        <translation>Zkopírováno: {}.</translation>
    </message>
    <message>
        <source>Select the photos that shall get the keywords as well.</source>
        <translation>Vyberte snímky, které mají klíčová slova dostat také.</translation>
    </message>
    <message>
        <source>There are no copied tags.</source>
        <translation>Nejsou zkopírované žádné štítky.</translation>
    </message>
    <message>
        <source>There are no keywords to copy.</source>
        <translation>Není co kopírovat, chybějí klíčová slova.</translation>
    </message>
    <message>
        <source>There is no set {} yet; save one from the menu Sets.</source>
        <translation>Sada {} zatím není; uložte ji z nabídky Sady.</translation>
    </message>
    <message>
        <source>add “{}”</source>
        <translation>přidat „{}“</translation>
    </message>
    <message>
        <source>copy {}</source>
        <translation>kopírovat {}</translation>
    </message>
    <message>
        <source>make {} common</source>
        <translation>dát všem: {}</translation>
    </message>
    <message>
        <source>paste {}</source>
        <translation>vložit {}</translation>
    </message>
    <message>
        <source>replace by {}</source>
        <translation>nahradit: {}</translation>
    </message>
</context>
<context>
    <name>SavedSearchDesk</name>
    <message>
        <source>Change Name or Search…</source>
        <translation>Změnit název nebo hledání…</translation>
    </message>
    <message>
        <source>Change Search</source>
        <translation>Změna hledání</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Smazat</translation>
    </message>
    <message>
        <source>Move Down</source>
        <translation>Posunout dolů</translation>
    </message>
    <message>
        <source>Move Up</source>
        <translation>Posunout nahoru</translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation>Uložení hledání</translation>
    </message>
    <message>
        <source>change search “{}”</source>
        <translation>změnit hledání „{}“</translation>
    </message>
    <message>
        <source>delete search “{}”</source>
        <translation>smazat hledání „{}“</translation>
    </message>
    <message>
        <source>move search “{}”</source>
        <translation>přesunout hledání „{}“</translation>
    </message>
    <message>
        <source>save search “{}”</source>
        <translation>uložit hledání „{}“</translation>
    </message>
</context>
<context>
    <name>SearchDialog</name>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Název</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Hledání</translation>
    </message>
    <message>
        <source>Another saved search has this name.</source>
        <translation>Tento název už má jiné uložené hledání.</translation>
    </message>
    <message>
        <source>For example: Beach, not written</source>
        <translation>Například: Pláž, nezapsané</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search photos</source>
        <translation>Hledat snímky</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Hledat</translation>
    </message>
    <message>
        <source>What can be searched for</source>
        <translation>Co lze hledat</translation>
    </message>
    <message>
        <source>{}, photos: {}</source>
        <translation>{}, snímků: {}</translation>
    </message>
</context>
<context>
    <name>SearchHelp</name>
    <message>
        <source>Search for {}</source>
        <translation>Hledat {}</translation>
    </message>
    <message>
        <source>Terms side by side must all hold. Click an example to try it.</source>
        <translation>Výrazy vedle sebe musejí platit všechny. Příklad vyzkoušíte klepnutím.</translation>
    </message>
    <message>
        <source>What can be searched for</source>
        <translation>Co lze hledat</translation>
    </message>
    <message>
        <source>a keyword that begins so</source>
        <translation>klíčové slovo, které tak začíná</translation>
    </message>
    <message>
        <source>a keyword you typed</source>
        <translation>klíčové slovo, které jste napsali</translation>
    </message>
    <message>
        <source>a suggestion by its probability, also 60%</source>
        <translation>návrh podle pravděpodobnosti, také 60%</translation>
    </message>
    <message>
        <source>a suggestion that waits for you</source>
        <translation>návrh, který na vás čeká</translation>
    </message>
    <message>
        <source>a tag you rejected</source>
        <translation>štítek, který jste odmítli</translation>
    </message>
    <message>
        <source>file type</source>
        <translation>typ souboru</translation>
    </message>
    <message>
        <source>in a folder, with all below it</source>
        <translation>ve složce a ve všech pod ní</translation>
    </message>
    <message>
        <source>in the name of the file</source>
        <translation>v názvu souboru</translation>
    </message>
    <message>
        <source>not this word; a minus goes before anything</source>
        <translation>bez tohoto slova; mínus lze dát před cokoli</translation>
    </message>
    <message>
        <source>number of keywords, also kw=0, kw&gt;=30</source>
        <translation>počet klíčových slov, také kw=0, kw&gt;=30</translation>
    </message>
    <message>
        <source>one of the two</source>
        <translation>jedno z obou</translation>
    </message>
    <message>
        <source>untagged, tagged, review, reviewed, unwritten, error, changed</source>
        <translation>untagged (bez návrhů), tagged (s návrhy), review (ke kontrole), reviewed (zkontrolované), unwritten (nezapsané), error (potíže), changed (změněné)</translation>
    </message>
    <message>
        <source>when it was taken: a year, month, day or period</source>
        <translation>kdy byl pořízen: rok, měsíc, den nebo období</translation>
    </message>
    <message>
        <source>words of names, folders, keywords and suggestions</source>
        <translation>slova z názvů, složek, klíčových slov a návrhů</translation>
    </message>
    <message>
        <source>words that belong together</source>
        <translation>slova, která patří k sobě</translation>
    </message>
</context>
<context>
    <name>SeenDesk</name>
    <message>
        <source>changes seen</source>
        <translation>změny viděny</translation>
    </message>
</context>
<context>
    <name>SendSheet</name>
    <message>
        <source>Cost</source>
        <translation>Cena</translation>
    </message>
    <message>
        <source>Do not ask again for {}</source>
        <translation>Pro {} se už neptat</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Neposílá se</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Požadavky</translation>
    </message>
    <message>
        <source>Send photos</source>
        <translation>Odeslání snímků</translation>
    </message>
    <message>
        <source>Send so many, look at the tags, then decide</source>
        <translation>Odeslat jen tolik, prohlédnout štítky a pak rozhodnout</translation>
    </message>
    <message>
        <source>Send {} to {}?</source>
        <translation>Odeslat {} na {}?</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Odeslat</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Posílá se</translation>
    </message>
    <message>
        <source>Try {} First</source>
        <translation>Nejdříve zkusit {}</translation>
    </message>
    <message>
        <source>Upload</source>
        <translation>Objem dat</translation>
    </message>
    <message>
        <source>a paid service bills every photo; last known: {}</source>
        <translation>placená služba účtuje každý snímek; poslední známý stav: {}</translation>
    </message>
    <message>
        <source>a paid service bills every photo; “Test Connection” shows your credits</source>
        <translation>placená služba účtuje každý snímek; kredity ukáže „Vyzkoušet spojení“</translation>
    </message>
    <message>
        <source>about {}</source>
        <translation>asi {}</translation>
    </message>
    <message>
        <source>copies of at most {} px</source>
        <translation>kopie nejvýše {} px</translation>
    </message>
    <message>
        <source>the files, their names, place, time, camera and owner data</source>
        <translation>soubory, jejich názvy, údaje o místě, čase, fotoaparátu a vlastníkovi</translation>
    </message>
</context>
<context>
    <name>ServicePage</name>
    <message>
        <source>Address of the service</source>
        <translation>Adresa služby</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresa</translation>
    </message>
    <message>
        <source>Ask Again before Sending</source>
        <translation>Před odesláním se znovu ptát</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Dotazuje se…</translation>
    </message>
    <message>
        <source>Forget for which hosts you chose not to be asked</source>
        <translation>Zapomenout, u kterých serverů jste zvolili neptat se</translation>
    </message>
    <message>
        <source>On this computer (free, offline)</source>
        <translation>Na tomto počítači (zdarma, bez internetu)</translation>
    </message>
    <message>
        <source>Other address</source>
        <translation>Jiná adresa</translation>
    </message>
    <message>
        <source>Photos never leave this computer.</source>
        <translation>Snímky neopustí tento počítač.</translation>
    </message>
    <message>
        <source>Selected photos are sent to this address as small copies, without place, camera or owner data. Nothing is sent until you tag.</source>
        <translation>Vybrané snímky se na tuto adresu posílají jako malé kopie, bez údajů o místě, fotoaparátu a vlastníkovi. Dokud si nevyžádáte návrhy, nic se neodešle.</translation>
    </message>
    <message>
        <source>Test Connection</source>
        <translation>Vyzkoušet spojení</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Ximilar cloud (needs a token)</source>
        <translation>Cloud Ximilar (vyžaduje token)</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Always</source>
        <translation>Vždy</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Vzhled</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Zeptat se</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>Čeština</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Tmavé</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Angličtina</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Soubory</translation>
    </message>
    <message>
        <source>If present</source>
        <translation>Pokud tam je</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Klávesnice</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Učení</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Světlé</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Podle systému</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modely</translation>
    </message>
    <message>
        <source>Names only</source>
        <translation>Jen názvy</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nikdy</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Možnosti</translation>
    </message>
    <message>
        <source>Refresh them</source>
        <translation>Obnovit je</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Kontrola</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Nastavení</translation>
    </message>
    <message>
        <source>Skip them</source>
        <translation>Přeskočit je</translation>
    </message>
    <message>
        <source>Tagging service</source>
        <translation>Služba</translation>
    </message>
    <message>
        <source>Tagging</source>
        <translation>Návrhy štítků</translation>
    </message>
    <message>
        <source>With probabilities</source>
        <translation>S pravděpodobnostmi</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Zápis</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>All photos</source>
        <translation>Všechny snímky</translation>
    </message>
    <message>
        <source>Another program changed these files after you decided about them</source>
        <translation>Tyto soubory změnil jiný program až po vašem rozhodnutí</translation>
    </message>
    <message>
        <source>Changed on disk</source>
        <translation>Změněné na disku</translation>
    </message>
    <message>
        <source>FOLDERS</source>
        <translation>SLOŽKY</translation>
    </message>
    <message>
        <source>Filters and folders</source>
        <translation>Filtry a složky</translation>
    </message>
    <message>
        <source>LIBRARY</source>
        <translation>KNIHOVNA</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Potíže</translation>
    </message>
    <message>
        <source>Ready to write</source>
        <translation>Zbývá zapsat</translation>
    </message>
    <message>
        <source>SAVED SEARCHES</source>
        <translation>ULOŽENÁ HLEDÁNÍ</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Ke kontrole</translation>
    </message>
    <message>
        <source>Untagged</source>
        <translation>Bez návrhů</translation>
    </message>
    <message>
        <source>Unwritten</source>
        <translation>Nezapsané</translation>
    </message>
    <message>
        <source>You are done with them; their files do not have your keywords yet</source>
        <translation>Máte je hotové; jejich soubory zatím nemají vaše klíčová slova</translation>
    </message>
    <message>
        <source>{} (offline)</source>
        <translation>{} (nepřipojeno)</translation>
    </message>
</context>
<context>
    <name>SweepEmpty</name>
    <message>
        <source>Back to the Photos</source>
        <translation>Zpět ke snímkům</translation>
    </message>
    <message>
        <source>Every suggestion in the library is decided or hidden.</source>
        <translation>O všech návrzích v knihovně je rozhodnuto, nebo jsou skryté.</translation>
    </message>
    <message>
        <source>Every suggestion on these photos is decided or hidden.</source>
        <translation>O všech návrzích na těchto snímcích je rozhodnuto, nebo jsou skryté.</translation>
    </message>
    <message>
        <source>No suggestion waits</source>
        <translation>Žádný návrh nečeká</translation>
    </message>
    <message>
        <source>Sweep the Whole Library</source>
        <translation>Projít celou knihovnu</translation>
    </message>
</context>
<context>
    <name>SweepFlow</name>
    <message>
        <source>Done again: {}</source>
        <translation>Znovu provedeno: {}</translation>
    </message>
    <message>
        <source>The next step takes its time; go back to the photos for it.</source>
        <translation>Další krok chvíli potrvá; vraťte se kvůli němu ke snímkům.</translation>
    </message>
    <message>
        <source>Undone: {}</source>
        <translation>Vráceno: {}</translation>
    </message>
    <message>
        <source>Wait until the photos are changed, or stop that.</source>
        <translation>Počkejte, až se snímky změní, nebo to zastavte.</translation>
    </message>
</context>
<context>
    <name>SweepGrid</name>
    <message>
        <source>Cut at {}</source>
        <translation>Řez na {}</translation>
    </message>
    <message>
        <source>Photos, the most probable first</source>
        <translation>Snímky, nejpravděpodobnější první</translation>
    </message>
    <message>
        <source>Stays open · {}</source>
        <translation>Zůstane otevřené · {}</translation>
    </message>
    <message>
        <source>Will be accepted · {}</source>
        <translation>Přijme se · {}</translation>
    </message>
    <message>
        <source>Will be rejected · {}</source>
        <translation>Odmítne se · {}</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} z {}</translation>
    </message>
</context>
<context>
    <name>SweepModel</name>
    <message>
        <source>stays open</source>
        <translation>zůstane otevřené</translation>
    </message>
    <message>
        <source>will be accepted</source>
        <translation>přijme se</translation>
    </message>
    <message>
        <source>will be rejected</source>
        <translation>odmítne se</translation>
    </message>
    <message>
        <source>{}, flipped</source>
        <translation>{}, obráceno</translation>
    </message>
    <message>
        <source>{}, {} {}, {}</source>
        <translation>{}, {} {}, {}</translation>
    </message>
</context>
<context>
    <name>SweepPeek</name>
    <message>
        <source>Photo, larger</source>
        <translation>Snímek, větší</translation>
    </message>
</context>
<context>
    <name>SweepSide</name>
    <message>
        <source>By name</source>
        <translation>Podle názvu</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Počítá se…</translation>
    </message>
    <message>
        <source>Most photos first</source>
        <translation>Nejvíce snímků první</translation>
    </message>
    <message>
        <source>Most probable first</source>
        <translation>Nejpravděpodobnější první</translation>
    </message>
    <message>
        <source>Order of the words</source>
        <translation>Pořadí slov</translation>
    </message>
    <message>
        <source>Photos in view</source>
        <translation>Zobrazené snímky</translation>
    </message>
    <message>
        <source>Photos that are swept</source>
        <translation>Procházené snímky</translation>
    </message>
    <message>
        <source>Selected photos</source>
        <translation>Vybrané snímky</translation>
    </message>
    <message>
        <source>Whole library</source>
        <translation>Celá knihovna</translation>
    </message>
    <message>
        <source>{} · {}</source>
        <translation>{} · {}</translation>
    </message>
    <message>
        <source>{}, {}</source>
        <translation>{}, {}</translation>
    </message>
</context>
<context>
    <name>SweepTile</name>
    <message>
        <source>flipped</source>
        <translation>obráceno</translation>
    </message>
</context>
<context>
    <name>SweepWindow</name>
    <message>
        <source>Accept Only</source>
        <translation>Jen přijmout</translation>
    </message>
    <message>
        <source>Accept and Go On</source>
        <translation>Přijmout a další</translation>
    </message>
    <message>
        <source>Accept what lies above, reject nothing (Shift+Enter)</source>
        <translation>Přijmout, co je nad řezem, nic neodmítnout (Shift+Enter)</translation>
    </message>
    <message>
        <source>Accept what lies above, reject what lies below, next word (Enter)</source>
        <translation>Přijmout, co je nad řezem, odmítnout, co je pod ním, další slovo (Enter)</translation>
    </message>
    <message>
        <source>Apply and Go On</source>
        <translation>Použít a další</translation>
    </message>
    <message>
        <source>Leave the rest &amp;open</source>
        <translation>Zbytek nechat &amp;otevřený</translation>
    </message>
    <message>
        <source>Reject nothing: what lies below the cut stays open</source>
        <translation>Nic neodmítat: co je pod řezem, zůstane otevřené</translation>
    </message>
    <message>
        <source>Suggested cut {}, as for every word without earlier decisions</source>
        <translation>Navržený řez {}, jako u každého slova bez dřívějších rozhodnutí</translation>
    </message>
    <message>
        <source>Suggested cut {}, from {} about this word</source>
        <translation>Navržený řez {}, podle toho, co už o slově víte ({})</translation>
    </message>
    <message>
        <source>Sweep</source>
        <translation>Průchod</translation>
    </message>
    <message>
        <source>What will be done</source>
        <translation>Co se provede</translation>
    </message>
    <message>
        <source>[ ] cut by 5 %  ·  { } by 1 %  ·  PgUp PgDn by a row  ·  Home End all or none  ·  C cut here  ·  Arrows photo  ·  Space flip  ·  R larger  ·  Ctrl+Down word</source>
        <translation>[ ] řez o 5 %  ·  { } o 1 %  ·  PgUp PgDn o řadu  ·  Home End vše nebo nic  ·  C řez sem  ·  Šipky snímek  ·  Mezerník obrátit  ·  R větší  ·  Ctrl+Dolů slovo</translation>
    </message>
    <message>
        <source>{} rejected</source>
        <translation>odmítne se {}</translation>
    </message>
    <message>
        <source>{} stay open</source>
        <translation>otevřených zůstane {}</translation>
    </message>
    <message>
        <source>{} will be accepted, {}</source>
        <translation>Přijme se {}, {}</translation>
    </message>
    <message>
        <source>{}, {} flipped</source>
        <translation>{}, obráceno {}</translation>
    </message>
    <message>
        <source>“{}” is not suggested on any of these photos.</source>
        <translation>„{}“ není navrženo na žádném z těchto snímků.</translation>
    </message>
    <message>
        <source>“{}” on {}</source>
        <translation>„{}“ · {}</translation>
    </message>
    <message>
        <source>“{}”: {} accepted, {} rejected. Ctrl+Z takes that back.</source>
        <translation>„{}“: přijato {}, odmítnuto {}. Ctrl+Z to vrátí.</translation>
    </message>
</context>
<context>
    <name>TableImport</name>
    <message>
        <source>Added</source>
        <translation>Přidáno</translation>
    </message>
    <message>
        <source>Change {}</source>
        <translation>Změnit {}</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Změny</translation>
    </message>
    <message>
        <source>Import {}</source>
        <translation>Načtení souboru {}</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Snímek</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Odebráno</translation>
    </message>
    <message>
        <source>The changes go into the library as one step that can be undone; files change only when you write.</source>
        <translation>Změny se do knihovny zapíší jako jeden krok, který lze vrátit; soubory se změní až při zápisu.</translation>
    </message>
    <message>
        <source>Title and description</source>
        <translation>Název a popis</translation>
    </message>
    <message>
        <source>{} would change; {} are as the table says.</source>
        <translation>Změní se: {}; podle tabulky už jsou: {}.</translation>
    </message>
</context>
<context>
    <name>TagDelegate</name>
    <message>
        <source>learned</source>
        <translation>naučeno</translation>
    </message>
    <message>
        <source>will be removed</source>
        <translation>odebere se</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} z {}</translation>
    </message>
</context>
<context>
    <name>TagEntry</name>
    <message>
        <source>Add a keyword</source>
        <translation>Přidat klíčové slovo</translation>
    </message>
    <message>
        <source>Add a keyword…</source>
        <translation>Přidat klíčové slovo…</translation>
    </message>
</context>
<context>
    <name>TagFlow</name>
    <message>
        <source>never suggest {}</source>
        <translation>nikdy nenavrhovat {}</translation>
    </message>
    <message>
        <source>suggest {} again</source>
        <translation>znovu navrhovat {}</translation>
    </message>
    <message>
        <source>{} is suggested again.</source>
        <translation>{} se zase navrhuje.</translation>
    </message>
    <message>
        <source>{} will not be suggested again; undo takes that back.</source>
        <translation>{} se už nebude navrhovat; lze to vrátit.</translation>
    </message>
</context>
<context>
    <name>TagModel</name>
    <message>
        <source>Adobe Stock takes 49</source>
        <translation>Adobe Stock bere 49</translation>
    </message>
    <message>
        <source>most agencies take 50</source>
        <translation>většina agentur bere 50</translation>
    </message>
    <message>
        <source>the first 10 count most at Adobe Stock</source>
        <translation>prvních 10 je pro Adobe Stock nejdůležitějších</translation>
    </message>
</context>
<context>
    <name>TagPanel</name>
    <message>
        <source>Accept {} and go to the next photo (Enter)</source>
        <translation>Přijmout {} a přejít na další snímek (Enter)</translation>
    </message>
    <message>
        <source>Accept {} from {}</source>
        <translation>Přijmout {} od {}</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Přejmenovat</translation>
    </message>
    <message>
        <source>Replace “{}” by:</source>
        <translation>Nahradit „{}“ slovem:</translation>
    </message>
    <message>
        <source>Tags of the selected photos</source>
        <translation>Štítky vybraných snímků</translation>
    </message>
    <message>
        <source>{} to accept · {} maybe · {} hidden</source>
        <translation>{} přijmout · {} možná · {} skryto</translation>
    </message>
</context>
<context>
    <name>TextFields</name>
    <message>
        <source>(different)</source>
        <translation>(různé)</translation>
    </message>
    <message>
        <source>Add a description</source>
        <translation>Přidejte popis</translation>
    </message>
    <message>
        <source>Add a title</source>
        <translation>Přidejte název</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Popis</translation>
    </message>
    <message>
        <source>Title and description</source>
        <translation>Název a popis</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Název</translation>
    </message>
</context>
<context>
    <name>ThresholdBar</name>
    <message>
        <source>Left handle: suggestions below it are hidden.
Right handle: “Accept” takes all from here on.  Keys: [ and ]</source>
        <translation>Levý jezdec: méně pravděpodobné návrhy se skryjí.
Pravý jezdec: odtud výše bere návrhy „Přijmout“.  Klávesy: [ a ]</translation>
    </message>
    <message>
        <source>Probability from which suggestions are accepted</source>
        <translation>Pravděpodobnost, od které se návrhy přijímají</translation>
    </message>
</context>
<context>
    <name>TypedName</name>
    <message>
        <source>Name: {}  (none here)</source>
        <translation>Název: {}  (tady není)</translation>
    </message>
    <message>
        <source>Name: {}</source>
        <translation>Název: {}</translation>
    </message>
</context>
<context>
    <name>UndoDesk</name>
    <message>
        <source>&amp;Redo {}</source>
        <translation>Znov&amp;u: {}</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Znov&amp;u</translation>
    </message>
    <message>
        <source>&amp;Undo {}</source>
        <translation>&amp;Zpět: {}</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Zpět</translation>
    </message>
    <message>
        <source>Done again: {}</source>
        <translation>Znovu provedeno: {}</translation>
    </message>
    <message>
        <source>Photos are being written; this has to wait.</source>
        <translation>Probíhá zápis do snímků; tohle musí počkat.</translation>
    </message>
    <message>
        <source>Take back the write of {}? The files become what they were before, byte for byte.</source>
        <translation>Vrátit zápis ({})? Soubory budou do bajtu takové, jaké byly předtím.</translation>
    </message>
    <message>
        <source>Undo the Write</source>
        <translation>Vrátit zápis</translation>
    </message>
    <message>
        <source>Undone: {}</source>
        <translation>Vráceno: {}</translation>
    </message>
    <message>
        <source>Write Again</source>
        <translation>Zapsat znovu</translation>
    </message>
    <message>
        <source>Write {} again?</source>
        <translation>Zapsat {} znovu?</translation>
    </message>
    <message>
        <source>close the folder “{}”</source>
        <translation>zavřít složku „{}“</translation>
    </message>
    <message>
        <source>write {}</source>
        <translation>zapsat {}</translation>
    </message>
</context>
<context>
    <name>VocabularyFlow</name>
    <message>
        <source>accept a proposal for “{}”</source>
        <translation>přijmout doporučení pro „{}“</translation>
    </message>
    <message>
        <source>dismiss a proposal for “{}”</source>
        <translation>zamítnout doporučení pro „{}“</translation>
    </message>
    <message>
        <source>import {}</source>
        <translation>načíst {}</translation>
    </message>
</context>
<context>
    <name>VocabularyWindow</name>
    <message>
        <source>&amp;Delete Everywhere…</source>
        <translation>&amp;Smazat všude…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportovat…</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Hledat</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importovat…</translation>
    </message>
    <message>
        <source>&amp;Merge Into…</source>
        <translation>S&amp;loučit do…</translation>
    </message>
    <message>
        <source>&amp;New Word…</source>
        <translation>&amp;Nové slovo…</translation>
    </message>
    <message>
        <source>&amp;Rename Everywhere…</source>
        <translation>&amp;Přejmenovat všude…</translation>
    </message>
    <message>
        <source>All Words</source>
        <translation>Všechna slova</translation>
    </message>
    <message>
        <source>Choose a word to see what is said about it.</source>
        <translation>Vyberte slovo a uvidíte, co o něm platí.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Zavřít</translation>
    </message>
    <message>
        <source>Export Words</source>
        <translation>Export slov</translation>
    </message>
    <message>
        <source>Import Words</source>
        <translation>Import slov</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Keyword list, indented</source>
        <translation>Seznam klíčových slov, odsazený</translation>
    </message>
    <message>
        <source>Lists of words ({})</source>
        <translation>Seznamy slov ({})</translation>
    </message>
    <message>
        <source>New Word</source>
        <translation>Nové slovo</translation>
    </message>
    <message>
        <source>No photo has a keyword yet. {} in All Words.</source>
        <translation>Žádný snímek zatím nemá klíčové slovo. {} ve Všech slovech.</translation>
    </message>
    <message>
        <source>No word has this in its name, its synonyms or its translations.</source>
        <translation>Žádné slovo to nemá v názvu, synonymech ani překladech.</translation>
    </message>
    <message>
        <source>Proposals ({})</source>
        <translation>Doporučení ({})</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>Doporučení</translation>
    </message>
    <message>
        <source>S&amp;weep</source>
        <translation>Průcho&amp;d</translation>
    </message>
    <message>
        <source>Search words</source>
        <translation>Hledat slova</translation>
    </message>
    <message>
        <source>Search words, synonyms, translations</source>
        <translation>Hledat slova, synonyma, překlady</translation>
    </message>
    <message>
        <source>Show &amp;Photos</source>
        <translation>Zobrazit sní&amp;mky</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabulka</translation>
    </message>
    <message>
        <source>The new word:</source>
        <translation>Nové slovo:</translation>
    </message>
    <message>
        <source>There are no words yet.

They come by themselves when you accept suggestions or add keywords. Or make one with New Word, or import a keyword list.</source>
        <translation>Zatím tu nejsou žádná slova.

Přibudou sama, když přijmete návrhy nebo přidáte klíčová slova. Nebo jedno vytvořte příkazem Nové slovo, nebo načtěte seznam klíčových slov.</translation>
    </message>
    <message>
        <source>There is nothing to propose yet. After some twenty decisions about a word, rules that fit them are proposed here.</source>
        <translation>Zatím není co doporučit. Asi po dvaceti rozhodnutích o slově se tu objeví pravidla, která jim odpovídají.</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>Slovník</translation>
    </message>
    <message>
        <source>Which words</source>
        <translation>Která slova</translation>
    </message>
    <message>
        <source>add “{}”</source>
        <translation>přidat „{}“</translation>
    </message>
    <message>
        <source>describe “{}”</source>
        <translation>popsat „{}“</translation>
    </message>
    <message>
        <source>make {} private</source>
        <translation>nastavit jako soukromé: {}</translation>
    </message>
    <message>
        <source>make {} public</source>
        <translation>nastavit jako veřejné: {}</translation>
    </message>
    <message>
        <source>move {} below “{}”</source>
        <translation>přesunout {} pod „{}“</translation>
    </message>
    <message>
        <source>move {} to the top</source>
        <translation>přesunout {} na nejvyšší úroveň</translation>
    </message>
    <message>
        <source>never suggest {}</source>
        <translation>nikdy nenavrhovat {}</translation>
    </message>
    <message>
        <source>suggest {} again</source>
        <translation>znovu navrhovat {}</translation>
    </message>
    <message>
        <source>vocabulary</source>
        <translation>slovnik</translation>
    </message>
    <message>
        <source>{} · counting…</source>
        <translation>{} · počítá se…</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zpět</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>&amp;Hotovo</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Další</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>&amp;Přeskočit</translation>
    </message>
    <message>
        <source>Step {} of {}</source>
        <translation>Krok {} z {}</translation>
    </message>
    <message>
        <source>Welcome to PhotoTagger</source>
        <translation>Vítá vás PhotoTagger</translation>
    </message>
    <message>
        <source>What happens when you write?</source>
        <translation>Co se stane při zápisu?</translation>
    </message>
    <message>
        <source>Which photos do you want to tag?</source>
        <translation>Kterým snímkům chcete dát štítky?</translation>
    </message>
    <message>
        <source>Who finds the tags?</source>
        <translation>Kdo štítky hledá?</translation>
    </message>
</context>
<context>
    <name>WordDetails</name>
    <message>
        <source>Accept from</source>
        <translation>Přijmout od</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Přijmout</translation>
    </message>
    <message>
        <source>Accept: {}</source>
        <translation>Přijmout: {}</translation>
    </message>
    <message>
        <source>Always accept it from {}: you accepted {} of {} from there on.</source>
        <translation>Vždy přijmout od {}: odtud výše jste přijali {} z {}.</translation>
    </message>
    <message>
        <source>Below the word</source>
        <translation>Pod slovem</translation>
    </message>
    <message>
        <source>Below</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>Čeština</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Zamítnout</translation>
    </message>
    <message>
        <source>Dismiss: {}</source>
        <translation>Zamítnout: {}</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Angličtina</translation>
    </message>
    <message>
        <source>Never suggest it: you rejected {} of {}.</source>
        <translation>Nikdy nenavrhovat: odmítli jste {} z {}.</translation>
    </message>
    <message>
        <source>Never suggest</source>
        <translation>Nikdy nenavrhovat</translation>
    </message>
    <message>
        <source>On {}</source>
        <translation>Má je {}</translation>
    </message>
    <message>
        <source>Private: never written or exported</source>
        <translation>Soukromé: nikdy se nezapisuje ani neexportuje</translation>
    </message>
    <message>
        <source>Rename it to “{}”: you typed that on {} of the {} photos you rejected it on.</source>
        <translation>Přejmenovat na „{}“: napsali jste to na {} z {} snímků, na nichž jste návrh odmítli.</translation>
    </message>
    <message>
        <source>Show from</source>
        <translation>Zobrazit od</translation>
    </message>
    <message>
        <source>Show it only from {}: you rejected {} of {} below.</source>
        <translation>Zobrazit až od {}: níže jste odmítli {} z {}.</translation>
    </message>
    <message>
        <source>Synonyms</source>
        <translation>Synonyma</translation>
    </message>
    <message>
        <source>Synonyms, parted by commas</source>
        <translation>Synonyma oddělená čárkami</translation>
    </message>
    <message>
        <source>What you tick or untick counts for all of them.</source>
        <translation>Co zaškrtnete nebo odškrtnete, platí pro všechna.</translation>
    </message>
    <message>
        <source>accepted {}, rejected {}</source>
        <translation>přijato {}, odmítnuto {}</translation>
    </message>
    <message>
        <source>at the top</source>
        <translation>na nejvyšší úrovni</translation>
    </message>
    <message>
        <source>like all words</source>
        <translation>jako všechna slova</translation>
    </message>
    <message>
        <source>suggested on {}</source>
        <translation>navrženo: {}</translation>
    </message>
    <message>
        <source>“{}” is a synonym of “{}” already.</source>
        <translation>„{}“ už je synonymem slova „{}“.</translation>
    </message>
    <message>
        <source>“{}” is a word of its own; merge it into “{}” instead.</source>
        <translation>„{}“ je samostatné slovo; místo toho ho slučte do „{}“.</translation>
    </message>
    <message>
        <source>“{}” stands below “{}” already.</source>
        <translation>„{}“ už je pod „{}“.</translation>
    </message>
</context>
<context>
    <name>WordImport</name>
    <message>
        <source>All words of the file are there as it says; nothing would change.</source>
        <translation>Všechna slova souboru tu už jsou, jak říká; nic by se nezměnilo.</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Změněno</translation>
    </message>
    <message>
        <source>Import from {}</source>
        <translation>Načtení souboru {}</translation>
    </message>
    <message>
        <source>Import {}</source>
        <translation>Načtení souboru {}</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nové</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Potíž</translation>
    </message>
    <message>
        <source>Said about it</source>
        <translation>Co o něm platí</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Co</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Slovo</translation>
    </message>
    <message>
        <source>Words of the file</source>
        <translation>Slova souboru</translation>
    </message>
    <message>
        <source>Words that are not in the file stay. The import can be undone as one step.</source>
        <translation>Slova, která v souboru nejsou, zůstanou. Import lze vrátit jako jeden krok.</translation>
    </message>
    <message>
        <source>accepted from {}</source>
        <translation>přijímá se od {}</translation>
    </message>
    <message>
        <source>below “{}”</source>
        <translation>pod „{}“</translation>
    </message>
    <message>
        <source>never suggested</source>
        <translation>nenavrhuje se</translation>
    </message>
    <message>
        <source>private</source>
        <translation>soukromé</translation>
    </message>
    <message>
        <source>shown from {}</source>
        <translation>zobrazuje se od {}</translation>
    </message>
    <message>
        <source>synonyms: {}</source>
        <translation>synonyma: {}</translation>
    </message>
    <message>
        <source>{} new, {} changed, {} unchanged</source>
        <translation>{} nových, {} změněných, {} beze změny</translation>
    </message>
</context>
<context>
    <name>WordList</name>
    <message>
        <source>Words with open suggestions</source>
        <translation>Slova s otevřenými návrhy</translation>
    </message>
</context>
<context>
    <name>WordModel</name>
    <message>
        <source>Accepted / rejected</source>
        <translation>Přijato / odmítnuto</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Snímky</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Pravidla</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>Navrženo</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Slovo</translation>
    </message>
    <message>
        <source>accepted from {}</source>
        <translation>přijímá se od {}</translation>
    </message>
    <message>
        <source>never suggested</source>
        <translation>nenavrhuje se</translation>
    </message>
    <message>
        <source>on {}</source>
        <translation>má je {}</translation>
    </message>
    <message>
        <source>private</source>
        <translation>soukromé</translation>
    </message>
    <message>
        <source>shown from {}</source>
        <translation>zobrazuje se od {}</translation>
    </message>
    <message>
        <source>suggested on {}</source>
        <translation>navrženo: {}</translation>
    </message>
    <message>
        <source>{}, {}, mean {}</source>
        <translation>{}, {}, průměr {}</translation>
    </message>
</context>
<context>
    <name>WordTree</name>
    <message>
        <source>Words</source>
        <translation>Slova</translation>
    </message>
</context>
<context>
    <name>WordsDialog</name>
    <message>
        <source>Built-in words you accepted</source>
        <translation>Vestavěná slova, která jste přijali</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Zavřít</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Příklady</translation>
    </message>
    <message>
        <source>Forget what was learned about this word. Your keywords stay.</source>
        <translation>Zapomenout, co je o tomto slově naučeno. Vaše klíčová slova zůstanou.</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Zapomenout</translation>
    </message>
    <message>
        <source>Give some photos a keyword of your own, and PhotoTagger finds more photos like them. It learns on this computer; nothing about your words leaves it.</source>
        <translation>Dejte několika snímkům vlastní klíčové slovo a PhotoTagger najde další podobné. Učí se na tomto počítači; nic o vašich slovech ho neopustí.</translation>
    </message>
    <message>
        <source>Learn Now</source>
        <translation>Učit se teď</translation>
    </message>
    <message>
        <source>Learn my words</source>
        <translation>Učit se moje slova</translation>
    </message>
    <message>
        <source>Learned from your words on {}, {}.</source>
        <translation>Naučeno z vašich slov: {}, {}.</translation>
    </message>
    <message>
        <source>Learned words</source>
        <translation>Naučená slova</translation>
    </message>
    <message>
        <source>Learning your words</source>
        <translation>Učení vašich slov</translation>
    </message>
    <message>
        <source>My Words</source>
        <translation>Moje slova</translation>
    </message>
    <message>
        <source>Off: nothing is learned, and no learned tag is suggested.</source>
        <translation>Vypnuto: nic se neučí a žádný naučený štítek se nenavrhuje.</translation>
    </message>
    <message>
        <source>On your own photos</source>
        <translation>Na vašich snímcích</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Zastavit</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Slovo</translation>
    </message>
    <message>
        <source>forgotten</source>
        <translation>zapomenuto</translation>
    </message>
    <message>
        <source>switched off · {}</source>
        <translation>vypnuto · {}</translation>
    </message>
</context>
<context>
    <name>WorkBar</name>
    <message>
        <source>Stop {}</source>
        <translation>Zastavit: {}</translation>
    </message>
    <message>
        <source>{} waits for {}, next attempt in {}</source>
        <translation>{}: čeká se na {}, další pokus za {}</translation>
    </message>
</context>
<context>
    <name>WriteFlow</name>
    <message>
        <source>Nothing to write: the files hold what you decided.</source>
        <translation>Není co zapsat: soubory obsahují, co jste rozhodli.</translation>
    </message>
    <message>
        <source>Reports are kept until PhotoTagger is closed.</source>
        <translation>Zprávy se uchovávají do zavření PhotoTaggeru.</translation>
    </message>
    <message>
        <source>There is no write to take back.</source>
        <translation>Není žádný zápis, který by šlo vrátit.</translation>
    </message>
    <message>
        <source>{} No photo was touched.</source>
        <translation>{} Žádný snímek se nezměnil.</translation>
    </message>
</context>
<context>
    <name>WriteHistory</name>
    <message>
        <source>&amp;Report…</source>
        <translation>Z&amp;práva…</translation>
    </message>
    <message>
        <source>&amp;Undo This Write</source>
        <translation>&amp;Vrátit tento zápis</translation>
    </message>
    <message>
        <source>First of them</source>
        <translation>První z nich</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Složka</translation>
    </message>
    <message>
        <source>Nothing has been written yet.</source>
        <translation>Zatím se nic nezapsalo.</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Snímek</translation>
    </message>
    <message>
        <source>Photos of the write</source>
        <translation>Snímky zápisu</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Snímky</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>Čte se historie…</translation>
    </message>
    <message>
        <source>Reports are kept until PhotoTagger is closed</source>
        <translation>Zprávy se uchovávají do zavření PhotoTaggeru</translation>
    </message>
    <message>
        <source>Restoring…</source>
        <translation>Obnovuje se…</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stav</translation>
    </message>
    <message>
        <source>Undo &amp;Selected Photos</source>
        <translation>Vrátit vybrané &amp;snímky</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Kdy</translation>
    </message>
    <message>
        <source>Write history</source>
        <translation>Historie zápisů</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>Zápisy</translation>
    </message>
</context>
<context>
    <name>WritePreview</name>
    <message>
        <source>&amp;List</source>
        <translation>&amp;Seznam</translation>
    </message>
    <message>
        <source>&amp;Write {}</source>
        <translation>&amp;Zapsat {}</translation>
    </message>
    <message>
        <source>Photos listed</source>
        <translation>Vypsané snímky</translation>
    </message>
    <message>
        <source>Planned changes</source>
        <translation>Plánované změny</translation>
    </message>
    <message>
        <source>Save this plan as a table; no photo is touched</source>
        <translation>Uložit plán jako tabulku; žádný snímek se nezmění</translation>
    </message>
    <message>
        <source>Simulate &amp;Only…</source>
        <translation>&amp;Jen plán…</translation>
    </message>
    <message>
        <source>Simulate only: save the plan</source>
        <translation>Jen plán: uložit</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabulka (*.csv)</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Text (*.txt)</translation>
    </message>
    <message>
        <source>What Changes</source>
        <translation>Co se změní</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Zápis</translation>
    </message>
    <message>
        <source>{}
Picture data and camera data stay byte for byte; “Undo write” brings the files back exactly.</source>
        <translation>{}
Obraz a údaje fotoaparátu zůstanou do bajtu stejné; „Vrátit zápis“ soubory přesně obnoví.</translation>
    </message>
</context>
<context>
    <name>WriteReportDialog</name>
    <message>
        <source>&amp;List</source>
        <translation>&amp;Seznam</translation>
    </message>
    <message>
        <source>Rows listed</source>
        <translation>Vypsané řádky</translation>
    </message>
    <message>
        <source>Everything ({})</source>
        <translation>Vše ({})</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Soubor</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Výsledek</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Snímek</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Místo</translation>
    </message>
    <message>
        <source>Shortened or refused ({})</source>
        <translation>Zkrácené nebo odmítnuté ({})</translation>
    </message>
    <message>
        <source>What Changed</source>
        <translation>Co se změnilo</translation>
    </message>
    <message>
        <source>What was written</source>
        <translation>Co se zapsalo</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Proč</translation>
    </message>
    <message>
        <source>Write report</source>
        <translation>Zpráva o zápisu</translation>
    </message>
</context>
<context>
    <name>WritingPage</name>
    <message>
        <source>Custom: as chosen below</source>
        <translation>Vlastní: podle volby níže</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Popis</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Pole</translation>
    </message>
    <message>
        <source>Home: XMP, and other fields only where a photo has them already</source>
        <translation>Doma: XMP a ostatní pole jen tam, kde je snímek už má</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Klíčová slova</translation>
    </message>
    <message>
        <source>Nothing is added that was not in the photo, except XMP.</source>
        <translation>Kromě XMP se nepřidá nic, co ve snímku nebylo.</translation>
    </message>
    <message>
        <source>Other fields are kept in step where a photo has them.</source>
        <translation>Ostatní pole se srovnají tam, kde je snímek má.</translation>
    </message>
    <message>
        <source>Stock: IPTC and Windows fields are always written, for agencies and Windows</source>
        <translation>Fotobanky: pole IPTC a Windows se zapisují vždy, pro agentury a Windows</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Název</translation>
    </message>
    <message>
        <source>What you remove from a photo leaves every field, also one that is never written.</source>
        <translation>Co ze snímku odeberete, zmizí ze všech polí, i z těch, která se nikdy nezapisují.</translation>
    </message>
    <message>
        <source>always</source>
        <translation>vždy</translation>
    </message>
</context>
<context>
    <name>WritingStep</name>
    <message>
        <source>Ask me each time, and show what will change</source>
        <translation>Pokaždé se zeptat a ukázat, co se změní</translation>
    </message>
    <message>
        <source>Fields that are written</source>
        <translation>Zapisovaná pole</translation>
    </message>
    <message>
        <source>For agencies and other programs: all usual fields</source>
        <translation>Pro agentury a jiné programy: všechna obvyklá pole</translation>
    </message>
    <message>
        <source>For myself: XMP, and others only where a photo has them</source>
        <translation>Pro mě: XMP a ostatní pole jen tam, kde je snímek má</translation>
    </message>
    <message>
        <source>Keywords go inside the photo where its format allows that, else into a sidecar file beside it. Nothing is written before you ask for it.</source>
        <translation>Klíčová slova se zapíší do snímku, pokud to jeho formát dovolí, jinak do průvodního souboru vedle něj. Dokud o zápis nepožádáte, nic se nezapíše.</translation>
    </message>
    <message>
        <source>When you write keywords</source>
        <translation>Při zápisu klíčových slov</translation>
    </message>
    <message>
        <source>Write at once; every write can be taken back</source>
        <translation>Zapsat hned; každý zápis lze vrátit</translation>
    </message>
</context>
<context>
    <name>_Progress</name>
    <message>
        <source>Cancel</source>
        <translation>Zrušit</translation>
    </message>
    <message>
        <source>Everything becomes as it was…</source>
        <translation>Vše se vrací do původního stavu…</translation>
    </message>
    <message>
        <source>Looking for the photos…</source>
        <translation>Hledají se snímky…</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} z {}</translation>
    </message>
</context>
<context>
    <name>activity</name>
    <message>
        <source>Changing photos</source>
        <translation>Změna snímků</translation>
    </message>
    <message>
        <source>Comparing with the files</source>
        <translation>Porovnávání se soubory</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Keeping decisions</source>
        <translation>Ukládání rozhodnutí</translation>
    </message>
    <message>
        <source>Learning your words</source>
        <translation>Učení vašich slov</translation>
    </message>
    <message>
        <source>Looking for photos</source>
        <translation>Hledání snímků</translation>
    </message>
    <message>
        <source>Restoring files</source>
        <translation>Obnova souborů</translation>
    </message>
    <message>
        <source>Tagging</source>
        <translation>Návrhy</translation>
    </message>
    <message>
        <source>Writing keywords</source>
        <translation>Zápis klíčových slov</translation>
    </message>
    <message>
        <source>{} failed</source>
        <translation>{} se nezdařilo</translation>
    </message>
    <message>
        <source>{} left</source>
        <translation>zbývá {}</translation>
    </message>
    <message>
        <source>{} {} of {}</source>
        <translation>{} {} z {}</translation>
    </message>
    <message>
        <source>{}/s</source>
        <translation>{}/s</translation>
    </message>
</context>
<context>
    <name>activity_texts</name>
    <message>
        <source>Export</source>
        <translation>Exportovat</translation>
    </message>
    <message>
        <source>No photo has a problem.</source>
        <translation>Žádný snímek nemá potíže.</translation>
    </message>
    <message>
        <source>Photos with problems</source>
        <translation>Snímky s potížemi</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Čtení</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Požadavky</translation>
    </message>
    <message>
        <source>Tagging</source>
        <translation>Návrhy štítků</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Co se stalo</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Zápis</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Zápis</translation>
    </message>
    <message>
        <source>{} done</source>
        <translation>hotovo {}</translation>
    </message>
    <message>
        <source>{} failed</source>
        <translation>{} se nezdařilo</translation>
    </message>
    <message>
        <source>{} left out</source>
        <translation>vynecháno {}</translation>
    </message>
    <message>
        <source>{} stopped</source>
        <translation>zastaveno {}</translation>
    </message>
    <message>
        <source>{}: {} sent</source>
        <translation>{}: odesláno {}</translation>
    </message>
    <message>
        <source>… running, {} done</source>
        <translation>… probíhá, hotovo {}</translation>
    </message>
    <message>
        <source>↶ taken back</source>
        <translation>↶ vráceno</translation>
    </message>
    <message>
        <source>↶ {} taken back</source>
        <translation>↶ vráceno {}</translation>
    </message>
    <message>
        <source>✓ done</source>
        <translation>✓ hotovo</translation>
    </message>
</context>
<context>
    <name>agency_badges</name>
    <message>
        <source>{}: ready</source>
        <translation>{}: připraveno</translation>
    </message>
    <message>
        <source>{}: {}</source>
        <translation>{}: {}</translation>
    </message>
</context>
<context>
    <name>agency_export</name>
    <message>
        <source>Rules of {}, all from its own pages.</source>
        <translation>Pravidla k datu {}, všechna z jejích vlastních stránek.</translation>
    </message>
    <message>
        <source>Rules of {}, some of them not confirmed by it.</source>
        <translation>Pravidla k datu {}, některá nepotvrzená agenturou.</translation>
    </message>
    <message>
        <source>Takes a table.</source>
        <translation>Přijímá tabulku.</translation>
    </message>
    <message>
        <source>Takes photos with everything inside: copies are written into a folder.</source>
        <translation>Přijímá snímky, které mají vše uvnitř: kopie se zapíší do složky.</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>d. MMMM yyyy</translation>
    </message>
    <message>
        <source>{}; {} left out (refused or unchanged)</source>
        <translation>{}; vynecháno {} (odmítnuté nebo nezměněné)</translation>
    </message>
    <message>
        <source>{}; {} left out (would be refused)</source>
        <translation>{}; vynecháno {} (byly by odmítnuty)</translation>
    </message>
</context>
<context>
    <name>agency_flow</name>
    <message>
        <source>nothing</source>
        <translation>nic</translation>
    </message>
    <message>
        <source>texts for {}</source>
        <translation>texty pro {}</translation>
    </message>
    <message>
        <source>{}: {}, into {}</source>
        <translation>{}: {}, do {}</translation>
    </message>
    <message>
        <source>{}; {} left out</source>
        <translation>{}; vynecháno {}</translation>
    </message>
</context>
<context>
    <name>agency_sheet_model</name>
    <message>
        <source>Description</source>
        <translation>Popis</translation>
    </message>
    <message>
        <source>Exported {}; changed since</source>
        <translation>Exportováno {}; od té doby změněno</translation>
    </message>
    <message>
        <source>Exported {}; unchanged since</source>
        <translation>Exportováno {}; od té doby beze změny</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Klíčová slova</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Snímek</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Název</translation>
    </message>
    <message>
        <source>changed to fit</source>
        <translation>upraveno</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>neúplné</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>připraveno</translation>
    </message>
    <message>
        <source>would be refused</source>
        <translation>bylo by odmítnuto</translation>
    </message>
    <message>
        <source>{}: cut {}</source>
        <translation>{}: zkráceno {}</translation>
    </message>
    <message>
        <source>{}: cut, {} → {}</source>
        <translation>{}: zkráceno, {} → {}</translation>
    </message>
    <message>
        <source>{}: folded, {} → {}</source>
        <translation>{}: převedeno, {} → {}</translation>
    </message>
    <message>
        <source>{}: guarded, {} → {}</source>
        <translation>{}: ošetřeno, {} → {}</translation>
    </message>
    <message>
        <source>{}: left out {}</source>
        <translation>{}: vynecháno {}</translation>
    </message>
    <message>
        <source>{}: left out, {} → {}</source>
        <translation>{}: vynecháno, {} → {}</translation>
    </message>
    <message>
        <source>{}: replaced, {} → {}</source>
        <translation>{}: nahrazeno, {} → {}</translation>
    </message>
    <message>
        <source>{}: taken from, {} → {}</source>
        <translation>{}: převzato, {} → {}</translation>
    </message>
</context>
<context>
    <name>application</name>
    <message>
        <source>Later</source>
        <translation>Později</translation>
    </message>
    <message>
        <source>PhotoTagger cannot keep its library in {}: {}.</source>
        <translation>PhotoTagger nemůže mít knihovnu v {}: {}.</translation>
    </message>
    <message>
        <source>PhotoTagger is already open with this library, but does not answer; use its window.</source>
        <translation>PhotoTagger je s touto knihovnou už otevřený, ale neodpovídá; použijte jeho okno.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Ukončit</translation>
    </message>
    <message>
        <source>Something went wrong inside PhotoTagger. Your photos are not affected.</source>
        <translation>V PhotoTaggeru došlo k chybě. Vašich snímků se netýká.</translation>
    </message>
    <message>
        <source>Start Again</source>
        <translation>Začít znovu</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Zkusit znovu</translation>
    </message>
    <message>
        <source>You can go on. The log file has the details for a bug report.</source>
        <translation>Můžete pokračovat. Podrobnosti pro hlášení chyby jsou v protokolu.</translation>
    </message>
    <message>
        <source>Your photos and the keywords in them are not affected. Start again to choose one of the copies of the catalog; what you decide until then may be lost.</source>
        <translation>Vašich snímků a klíčových slov v nich se to netýká. Začněte znovu a vyberte některou z kopií katalogu; co do té doby rozhodnete, se může ztratit.</translation>
    </message>
</context>
<context>
    <name>conflict_line</name>
    <message>
        <source>Change it, or use another one: a write then brings all fields in step.</source>
        <translation>Změňte ho, nebo použijte jiný: zápis pak všechna pole srovná.</translation>
    </message>
    <message>
        <source>The keywords of XMP, IPTC and the Windows field are taken together; writing keywords brings the fields in step.</source>
        <translation>Klíčová slova XMP, IPTC a pole Windows se berou dohromady; zápis klíčových slov pole srovná.</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message numerus="yes">
        <source>%Ln files</source>
        <translation>
            <numerusform>%Ln soubor</numerusform>
            <numerusform>%Ln soubory</numerusform>
            <numerusform>%Ln souborů</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln folders or files could not be read.</source>
        <translation>
            <numerusform>%Ln složku nebo soubor nebylo možné přečíst.</numerusform>
            <numerusform>%Ln složky nebo soubory nebylo možné přečíst.</numerusform>
            <numerusform>%Ln složek nebo souborů nebylo možné přečíst.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln keywords</source>
        <translation>
            <numerusform>%Ln klíčové slovo</numerusform>
            <numerusform>%Ln klíčová slova</numerusform>
            <numerusform>%Ln klíčových slov</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos are called {0}; {1} tells photos apart by name only. Rename one or export them separately.</source>
        <translation>
            <numerusform>%Ln snímek má název {0}; {1} rozlišuje snímky jen podle názvu. Některý přejmenujte nebo je exportujte zvlášť.</numerusform>
            <numerusform>%Ln snímky mají název {0}; {1} rozlišuje snímky jen podle názvu. Některý přejmenujte nebo je exportujte zvlášť.</numerusform>
            <numerusform>%Ln snímků má název {0}; {1} rozlišuje snímky jen podle názvu. Některý přejmenujte nebo je exportujte zvlášť.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos keep their</source>
        <translation>
            <numerusform>%Ln snímku zůstávají</numerusform>
            <numerusform>%Ln snímkům zůstávají</numerusform>
            <numerusform>%Ln snímkům zůstávají</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln snímek</numerusform>
            <numerusform>%Ln snímky</numerusform>
            <numerusform>%Ln snímků</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tags</source>
        <translation>
            <numerusform>%Ln štítek</numerusform>
            <numerusform>%Ln štítky</numerusform>
            <numerusform>%Ln štítků</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln words</source>
        <translation>
            <numerusform>%Ln slovo</numerusform>
            <numerusform>%Ln slova</numerusform>
            <numerusform>%Ln slov</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln write</source>
        <translation>
            <numerusform>%Ln zápis</numerusform>
            <numerusform>%Ln zápisy</numerusform>
            <numerusform>%Ln zápisů</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln writes</source>
        <translation>
            <numerusform>%Ln zápis</numerusform>
            <numerusform>%Ln zápisy</numerusform>
            <numerusform>%Ln zápisů</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cut at %Ln bytes: {0}.</source>
        <translation>
            <numerusform>Zkráceno na %Ln bajt: {0}.</numerusform>
            <numerusform>Zkráceno na %Ln bajty: {0}.</numerusform>
            <numerusform>Zkráceno na %Ln bajtů: {0}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Line %Ln: the synonym {0} belongs to no word.</source>
        <translation>
            <numerusform>Řádek %Ln: synonymum {0} nepatří k žádnému slovu.</numerusform>
            <numerusform>Řádek %Ln: synonymum {0} nepatří k žádnému slovu.</numerusform>
            <numerusform>Řádek %Ln: synonymum {0} nepatří k žádnému slovu.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Line %Ln: there is no word.</source>
        <translation>
            <numerusform>Řádek %Ln: chybí slovo.</numerusform>
            <numerusform>Řádek %Ln: chybí slovo.</numerusform>
            <numerusform>Řádek %Ln: chybí slovo.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Line %Ln: {0} must be a number from 0 to 1 or a percentage, not “{1}”.</source>
        <translation>
            <numerusform>Řádek %Ln: {0} musí být číslo od 0 do 1 nebo procento, ne „{1}“.</numerusform>
            <numerusform>Řádek %Ln: {0} musí být číslo od 0 do 1 nebo procento, ne „{1}“.</numerusform>
            <numerusform>Řádek %Ln: {0} musí být číslo od 0 do 1 nebo procento, ne „{1}“.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Line %Ln: {0} must be yes or no, not “{1}”.</source>
        <translation>
            <numerusform>Řádek %Ln: {0} musí být yes nebo no, ne „{1}“.</numerusform>
            <numerusform>Řádek %Ln: {0} musí být yes nebo no, ne „{1}“.</numerusform>
            <numerusform>Řádek %Ln: {0} musí být yes nebo no, ne „{1}“.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Line %Ln: “{0}” is indented too far; it stands {1} now.</source>
        <translation>
            <numerusform>Řádek %Ln: „{0}“ je odsazeno příliš; teď stojí {1}.</numerusform>
            <numerusform>Řádek %Ln: „{0}“ je odsazeno příliš; teď stojí {1}.</numerusform>
            <numerusform>Řádek %Ln: „{0}“ je odsazeno příliš; teď stojí {1}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Line %Ln: “{0}” stands below “{1}” here and {2} in line {3}; the first place counts.</source>
        <translation>
            <numerusform>Řádek %Ln: „{0}“ je tu pod „{1}“ a na řádku {3} {2}; platí první místo.</numerusform>
            <numerusform>Řádek %Ln: „{0}“ je tu pod „{1}“ a na řádku {3} {2}; platí první místo.</numerusform>
            <numerusform>Řádek %Ln: „{0}“ je tu pod „{1}“ a na řádku {3} {2}; platí první místo.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Line %Ln: “{0}” stands in line {1} already; this row is left out.</source>
        <translation>
            <numerusform>Řádek %Ln: „{0}“ už je na řádku {1}; tento řádek se vynechá.</numerusform>
            <numerusform>Řádek %Ln: „{0}“ už je na řádku {1}; tento řádek se vynechá.</numerusform>
            <numerusform>Řádek %Ln: „{0}“ už je na řádku {1}; tento řádek se vynechá.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Line {0}: %Ln photos are called {1}; add a column named path.</source>
        <translation>
            <numerusform>Řádek {0}: %Ln snímek má název {1}; přidejte sloupec path.</numerusform>
            <numerusform>Řádek {0}: %Ln snímky mají název {1}; přidejte sloupec path.</numerusform>
            <numerusform>Řádek {0}: %Ln snímků má název {1}; přidejte sloupec path.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The file name has %Ln characters; {0} takes {1}.</source>
        <translation>
            <numerusform>Název souboru má %Ln znak; {0} připouští {1}.</numerusform>
            <numerusform>Název souboru má %Ln znaky; {0} připouští {1}.</numerusform>
            <numerusform>Název souboru má %Ln znaků; {0} připouští {1}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The {0} cut at %Ln bytes in IPTC.</source>
        <translation>
            <numerusform>Pole {0} zkráceno v IPTC na %Ln bajt.</numerusform>
            <numerusform>Pole {0} zkráceno v IPTC na %Ln bajty.</numerusform>
            <numerusform>Pole {0} zkráceno v IPTC na %Ln bajtů.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The {0} has %Ln characters; {1} wants {2}.</source>
        <translation>
            <numerusform>Pole {0} má %Ln znak; {1} vyžaduje {2}.</numerusform>
            <numerusform>Pole {0} má %Ln znaky; {1} vyžaduje {2}.</numerusform>
            <numerusform>Pole {0} má %Ln znaků; {1} vyžaduje {2}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Word %Ln: it cannot be read; it is left out.</source>
        <translation>
            <numerusform>Slovo %Ln: nelze ho přečíst; vynechá se.</numerusform>
            <numerusform>Slovo %Ln: nelze ho přečíst; vynechá se.</numerusform>
            <numerusform>Slovo %Ln: nelze ho přečíst; vynechá se.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Word %Ln: “{0}” occurs twice; this one is left out.</source>
        <translation>
            <numerusform>Slovo %Ln: „{0}“ je tu dvakrát; toto se vynechá.</numerusform>
            <numerusform>Slovo %Ln: „{0}“ je tu dvakrát; toto se vynechá.</numerusform>
            <numerusform>Slovo %Ln: „{0}“ je tu dvakrát; toto se vynechá.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>there are %Ln</source>
        <translation>
            <numerusform>snímek má %Ln</numerusform>
            <numerusform>snímek má %Ln</numerusform>
            <numerusform>snímek má %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} %Ln tags</source>
        <translation>
            <numerusform>{0} %Ln štítek</numerusform>
            <numerusform>{0} %Ln štítky</numerusform>
            <numerusform>{0} %Ln štítků</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} advises {1} or more; there are %Ln.</source>
        <translation>
            <numerusform>{0} doporučuje {1} nebo více; snímek má %Ln.</numerusform>
            <numerusform>{0} doporučuje {1} nebo více; snímek má %Ln.</numerusform>
            <numerusform>{0} doporučuje {1} nebo více; snímek má %Ln.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} and %Ln more are no photos that can be opened.</source>
        <translation>
            <numerusform>{0} a další (%Ln) nejsou snímky, které by šlo otevřít.</numerusform>
            <numerusform>{0} a další (%Ln) nejsou snímky, které by šlo otevřít.</numerusform>
            <numerusform>{0} a další (%Ln) nejsou snímky, které by šlo otevřít.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} on %Ln photos</source>
        <translation>
            <numerusform>{0} na %Ln snímku</numerusform>
            <numerusform>{0} na %Ln snímcích</numerusform>
            <numerusform>{0} na %Ln snímcích</numerusform>
        </translation>
    </message>
    <message>
        <source> and that you are online</source>
        <translation> a zda jste připojeni k internetu</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 soubor</translation>
    </message>
    <message>
        <source>1 keyword</source>
        <translation>1 klíčové slovo</translation>
    </message>
    <message>
        <source>1 photo keeps its</source>
        <translation>1 snímku zůstávají</translation>
    </message>
    <message>
        <source>1 photo</source>
        <translation>1 snímek</translation>
    </message>
    <message>
        <source>1 tag</source>
        <translation>1 štítek</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 slovo</translation>
    </message>
    <message>
        <source>; did you mean “{0}”?</source>
        <translation>; mysleli jste „{0}“?</translation>
    </message>
    <message>
        <source>; install it again</source>
        <translation>; nainstalujte ho znovu</translation>
    </message>
    <message>
        <source>A date is written like 2024, 2024-05 or 2024-05-03, a period 2024-05..2024-08</source>
        <translation>Datum se píše jako 2024, 2024-05 nebo 2024-05-03, období jako 2024-05..2024-08</translation>
    </message>
    <message>
        <source>A number of keywords is asked for like kw&lt;7</source>
        <translation>Počet klíčových slov se zadává jako kw&lt;7</translation>
    </message>
    <message>
        <source>A probability is asked for like p:beach&gt;0.6</source>
        <translation>Pravděpodobnost se zadává jako p:beach&gt;0.6</translation>
    </message>
    <message>
        <source>A program that does not know XMP changed IPTC last.</source>
        <translation>IPTC naposledy změnil program, který nezná XMP.</translation>
    </message>
    <message>
        <source>A sidecar is believed before the photo.</source>
        <translation>Průvodní soubor má přednost před snímkem.</translation>
    </message>
    <message>
        <source>ACDSee categories</source>
        <translation>kategorie ACDSee</translation>
    </message>
    <message>
        <source>After # the address must have sha256= and 64 digits, or nothing.</source>
        <translation>Za znakem # musí adresa obsahovat sha256= a 64 číslic, nebo nic.</translation>
    </message>
    <message>
        <source>Agencies of the last export.</source>
        <translation>Agentury posledního exportu.</translation>
    </message>
    <message>
        <source>Alamy reads caption and tags from the photo. Choose supertags on the site.</source>
        <translation>Alamy čte popisek a štítky přímo ze snímku. Hlavní štítky (supertags) vyberte na webu.</translation>
    </message>
    <message>
        <source>Another PhotoTagger is still writing photos; try again when it has finished.</source>
        <translation>Jiný PhotoTagger ještě zapisuje do snímků; zkuste to znovu, až skončí.</translation>
    </message>
    <message>
        <source>Another photo of this export is called {0} too; {1} tells photos apart by name only. Rename one or export them separately.</source>
        <translation>I jiný snímek tohoto exportu má název {0}; {1} rozlišuje snímky jen podle názvu. Jeden přejmenujte nebo je exportujte zvlášť.</translation>
    </message>
    <message>
        <source>Apple Photos does not read IPTC keywords.</source>
        <translation>Fotky Apple nečtou klíčová slova IPTC.</translation>
    </message>
    <message>
        <source>Apple Photos reads keywords when a photo is imported, not later.</source>
        <translation>Fotky Apple čtou klíčová slova při importu snímku, později už ne.</translation>
    </message>
    <message>
        <source>Apple Photos</source>
        <translation>Fotky Apple</translation>
    </message>
    <message>
        <source>By your settings it is never written.</source>
        <translation>Podle vašeho nastavení se nezapisuje nikdy.</translation>
    </message>
    <message>
        <source>Categories are Dreamstime&apos;s numbers; 0 means none. Licences, prices and releases are set on the site.</source>
        <translation>Kategorie jsou čísla Dreamstime; 0 znamená žádnou. Licence, ceny a souhlasy se nastavují na webu.</translation>
    </message>
    <message>
        <source>Choose a file name that ends in {0}.</source>
        <translation>Zvolte název souboru s příponou {0}.</translation>
    </message>
    <message>
        <source>Chosen photos that have suggestions, where others have none: ask, skip or refresh them.</source>
        <translation>Vybrané snímky, které už návrhy mají, když jiné ne: zeptat se, přeskočit, nebo obnovit.</translation>
    </message>
    <message>
        <source>Colours of the window.</source>
        <translation>Barvy okna.</translation>
    </message>
    <message>
        <source>Columns of the last CSV export; all where empty.</source>
        <translation>Sloupce posledního exportu CSV; prázdné znamená všechny.</translation>
    </message>
    <message>
        <source>Country is two letters, for example CZ. 123RF also reads caption and keywords from the photo.</source>
        <translation>Země jsou dvě písmena, například CZ. 123RF čte popisek a klíčová slova také ze snímku.</translation>
    </message>
    <message>
        <source>EXIF description</source>
        <translation>popis EXIF</translation>
    </message>
    <message>
        <source>EXIF is believed before XMP and IPTC.</source>
        <translation>EXIF má přednost před XMP a IPTC.</translation>
    </message>
    <message>
        <source>Envato reads title, description and tags from the photo. English, no brands.</source>
        <translation>Envato čte název, popis a štítky ze snímku. Anglicky, bez značek.</translation>
    </message>
    <message>
        <source>Exported {0} to {1}.</source>
        <translation>Exportováno do souboru {1}: {0}.</translation>
    </message>
    <message>
        <source>Fields that are written: “stock” always writes IPTC, “home” only where a photo has it.</source>
        <translation>Zapisovaná pole: „fotobanky“ zapisují IPTC vždy, „doma“ jen tam, kde ho snímek už má.</translation>
    </message>
    <message>
        <source>Files of this format are left as they are.</source>
        <translation>Soubory tohoto formátu zůstávají, jak jsou.</translation>
    </message>
    <message>
        <source>Files of this format have no place for it.</source>
        <translation>Soubory tohoto formátu pro něj nemají místo.</translation>
    </message>
    <message>
        <source>Files of this format or size are left as they are.</source>
        <translation>Soubory tohoto formátu nebo velikosti zůstávají, jak jsou.</translation>
    </message>
    <message>
        <source>Folder of the last export.</source>
        <translation>Složka posledního exportu.</translation>
    </message>
    <message>
        <source>Format of the last export.</source>
        <translation>Formát posledního exportu.</translation>
    </message>
    <message>
        <source>Google Photos</source>
        <translation>Fotky Google</translation>
    </message>
    <message>
        <source>Hide all but so many of a photo&apos;s suggestions; 0 hides none.</source>
        <translation>Kolik návrhů u snímku ukázat; 0 ukáže všechny.</translation>
    </message>
    <message>
        <source>Hide suggestions that are only a number, a letter, a date or coordinates.</source>
        <translation>Skrýt návrhy, které jsou jen číslo, písmeno, datum nebo souřadnice.</translation>
    </message>
    <message>
        <source>Hosts that photos may be sent to without asking.</source>
        <translation>Servery, na které se snímky smějí posílat bez dotazu.</translation>
    </message>
    <message>
        <source>IPTC caption</source>
        <translation>popisek IPTC</translation>
    </message>
    <message>
        <source>IPTC keywords</source>
        <translation>klíčová slova IPTC</translation>
    </message>
    <message>
        <source>IPTC title</source>
        <translation>název IPTC</translation>
    </message>
    <message>
        <source>Immich believes lr:hierarchicalSubject alone, because it is there.</source>
        <translation>Immich věří jen poli lr:hierarchicalSubject, protože ho snímek má.</translation>
    </message>
    <message>
        <source>Immich reads the sidecar before the photo.</source>
        <translation>Immich čte průvodní soubor dříve než snímek.</translation>
    </message>
    <message>
        <source>In Lightroom, choose Metadata &gt; Read Metadata from File.</source>
        <translation>V Lightroomu zvolte Metadata &gt; Read Metadata from File.</translation>
    </message>
    <message>
        <source>Inside the file itself these keywords stay: {0}.</source>
        <translation>V samotném souboru zůstávají klíčová slova: {0}.</translation>
    </message>
    <message>
        <source>It cannot hold any of it.</source>
        <translation>Nic z toho se do něj nevejde.</translation>
    </message>
    <message>
        <source>It is not known whether Apple Photos reads a sidecar beside the photo.</source>
        <translation>Není známo, zda Fotky Apple čtou průvodní soubor vedle snímku.</translation>
    </message>
    <message>
        <source>Its fields keep the keywords in an order of their own.</source>
        <translation>Jeho pole mají klíčová slova ve vlastním pořadí.</translation>
    </message>
    <message>
        <source>Its list of keywords is empty.</source>
        <translation>Jeho seznam klíčových slov je prázdný.</translation>
    </message>
    <message>
        <source>JPEG XL</source>
        <translation>JPEG XL</translation>
    </message>
    <message>
        <source>Keep a photo&apos;s modification time when keywords are written.</source>
        <translation>Při zápisu klíčových slov zachovat čas změny souboru.</translation>
    </message>
    <message>
        <source>Keys that differ from the usual ones, by action.</source>
        <translation>Klávesy, které se liší od obvyklých, podle příkazu.</translation>
    </message>
    <message>
        <source>Keyword list, indented</source>
        <translation>Seznam klíčových slov, odsazený</translation>
    </message>
    <message>
        <source>Keywords that were added last.</source>
        <translation>Naposledy přidaná klíčová slova.</translation>
    </message>
    <message>
        <source>Language of suggested tags.</source>
        <translation>Jazyk navrhovaných štítků.</translation>
    </message>
    <message>
        <source>Language of the window, from the next start on.</source>
        <translation>Jazyk okna; platí od příštího spuštění.</translation>
    </message>
    <message>
        <source>Learn your own words from photos that carry them, on this computer.</source>
        <translation>Učit se vaše vlastní slova ze snímků, které je mají; jen na tomto počítači.</translation>
    </message>
    <message>
        <source>Lightroom Classic</source>
        <translation>Lightroom Classic</translation>
    </message>
    <message>
        <source>Lightroom ignores sidecars of files that are not raw.</source>
        <translation>Lightroom nečte průvodní soubory snímků, které nejsou RAW.</translation>
    </message>
    <message>
        <source>Lightroom paths</source>
        <translation>cesty Lightroomu</translation>
    </message>
    <message>
        <source>Lightroom reads the sidecar of a raw file only when it is name.xmp.</source>
        <translation>Lightroom čte průvodní soubor snímku RAW, jen když se jmenuje název.xmp.</translation>
    </message>
    <message>
        <source>Line {0}: the synonym “{1}” of “{2}” {3}; it is left out.</source>
        <translation>Řádek {0}: synonymum „{1}“ slova „{2}“ {3}; vynechá se.</translation>
    </message>
    <message>
        <source>Line {0}: there is no photo {1} here.</source>
        <translation>Řádek {0}: snímek {1} tu není.</translation>
    </message>
    <message>
        <source>Line {0}: {1} occurs twice; this row is left out.</source>
        <translation>Řádek {0}: {1} je tu dvakrát; tento řádek se vynechá.</translation>
    </message>
    <message>
        <source>Line {0}: “{1}” would stand below itself; its parent is left out.</source>
        <translation>Řádek {0}: „{1}“ by bylo pod sebou samým; nadřazené slovo se vynechá.</translation>
    </message>
    <message>
        <source>Longest side of the copy that is sent.</source>
        <translation>Delší strana kopie, která se odesílá.</translation>
    </message>
    <message>
        <source>Longest wait for a connection, from the next start on.</source>
        <translation>Nejdelší čekání na spojení; platí od příštího spuštění.</translation>
    </message>
    <message>
        <source>Longest wait for an answer, from the next start on.</source>
        <translation>Nejdelší čekání na odpověď; platí od příštího spuštění.</translation>
    </message>
    <message>
        <source>Media Pro sets</source>
        <translation>sady Media Pro</translation>
    </message>
    <message>
        <source>Microsoft keywords (IPTC)</source>
        <translation>klíčová slova Microsoft (IPTC)</translation>
    </message>
    <message>
        <source>Microsoft keywords (XMP)</source>
        <translation>klíčová slova Microsoft (XMP)</translation>
    </message>
    <message>
        <source>Model of the embedded service, by its id.</source>
        <translation>Model vestavěné služby podle jeho id.</translation>
    </message>
    <message>
        <source>Name of a new sidecar: darktable and digiKam make photo.ext.xmp, Adobe reads photo.xmp.</source>
        <translation>Název nového průvodního souboru: darktable a digiKam vytvářejí photo.ext.xmp, Adobe čte photo.xmp.</translation>
    </message>
    <message>
        <source>Neither XMP nor IPTC has one.</source>
        <translation>XMP ani IPTC ho nemají.</translation>
    </message>
    <message>
        <source>New suggestions from here up are accepted by themselves; 0 leaves that to you.</source>
        <translation>Nové návrhy od této hodnoty se přijmou samy; 0 to nechá na vás.</translation>
    </message>
    <message>
        <source>No checked bundle of it has been published yet: revision and digest are missing.</source>
        <translation>Ověřený balíček zatím nebyl zveřejněn: chybí revize a kontrolní součet.</translation>
    </message>
    <message>
        <source>Nudity and Editorial are written as no; change them on the site where needed. Photos made by AI are not taken.</source>
        <translation>Nudity a Editorial se zapisují jako „no“; kde je třeba, změňte je na webu. Snímky vytvořené umělou inteligencí se nepřijímají.</translation>
    </message>
    <message>
        <source>One photo&apos;s row is larger than {0} takes; shorten its texts.</source>
        <translation>Řádek jednoho snímku je delší, než {0} přijme; zkraťte jeho texty.</translation>
    </message>
    <message>
        <source>PhotoTagger is closing.</source>
        <translation>PhotoTagger se zavírá.</translation>
    </message>
    <message>
        <source>Photos of an open folder stay in the library; close the folder instead.</source>
        <translation>Snímky otevřené složky zůstávají v knihovně; místo toho složku zavřete.</translation>
    </message>
    <message>
        <source>Photos of this kind (HEIC) need the extra “heif” installed.</source>
        <translation>Snímky tohoto druhu (HEIC) vyžadují nainstalovaný doplněk „heif“.</translation>
    </message>
    <message>
        <source>Photos sent in one request.</source>
        <translation>Snímků v jednom požadavku.</translation>
    </message>
    <message>
        <source>Pictures with floating-point values are not accepted.</source>
        <translation>Obrázky s hodnotami s plovoucí čárkou se nepřijímají.</translation>
    </message>
    <message>
        <source>Raw files are left as they are.</source>
        <translation>Soubory RAW zůstávají, jak jsou.</translation>
    </message>
    <message>
        <source>Recognize Anything Plus, Swin-L at 384 px, with a threshold for each of its own tags; takes seconds a photo on a usual computer.</source>
        <translation>Recognize Anything Plus, Swin-L při 384 px, s prahem pro každý z vlastních štítků; na běžném počítači trvá snímek několik sekund.</translation>
    </message>
    <message>
        <source>Releases and prices are left for the site.</source>
        <translation>Souhlasy a ceny se nastavují na webu.</translation>
    </message>
    <message>
        <source>Requests sent to the service at once, from the next start on.</source>
        <translation>Požadavků odesílaných službě současně; platí od příštího spuštění.</translation>
    </message>
    <message>
        <source>Sets of keywords with names, by their place.</source>
        <translation>Pojmenované sady klíčových slov podle pořadí.</translation>
    </message>
    <message>
        <source>Show what will change before photos are written.</source>
        <translation>Před zápisem do snímků ukázat, co se změní.</translation>
    </message>
    <message>
        <source>Something must follow “or”</source>
        <translation>Za „or“ musí něco následovat</translation>
    </message>
    <message>
        <source>Something must follow “{0}{1}”</source>
        <translation>Za „{0}{1}“ musí něco následovat</translation>
    </message>
    <message>
        <source>Something must stand before “{0}”</source>
        <translation>Před „{0}“ musí něco stát</translation>
    </message>
    <message>
        <source>Something unexpected went wrong with this photo; the log file has the details.</source>
        <translation>U tohoto snímku došlo k nečekané chybě; podrobnosti jsou v protokolu.</translation>
    </message>
    <message>
        <source>Something unexpected went wrong; the file is untouched and the log has the details.</source>
        <translation>Došlo k nečekané chybě; soubor je nedotčený a podrobnosti jsou v protokolu.</translation>
    </message>
    <message>
        <source>Something unexpected went wrong; the log file has the details.</source>
        <translation>Došlo k nečekané chybě; podrobnosti jsou v protokolu.</translation>
    </message>
    <message>
        <source>Space for thumbnails on disk, from the next start on.</source>
        <translation>Místo na disku pro náhledy; platí od příštího spuštění.</translation>
    </message>
    <message>
        <source>Space for what makes tagging again fast, from the next start on.</source>
        <translation>Místo pro data, díky nimž je opakované navrhování rychlé; platí od příštího spuštění.</translation>
    </message>
    <message>
        <source>Stopped looking for photos; “Look Again” finds the others.</source>
        <translation>Hledání snímků zastaveno; ostatní najde „Prohledat znovu“.</translation>
    </message>
    <message>
        <source>Suggestions less probable than this are folded away.</source>
        <translation>Méně pravděpodobné návrhy se skryjí.</translation>
    </message>
    <message>
        <source>Tell when work of more than ten seconds ends while another window is in use.</source>
        <translation>Oznámit konec práce delší než deset sekund, když pracujete v jiném okně.</translation>
    </message>
    <message>
        <source>The EXIF block of this photo is damaged.</source>
        <translation>Blok EXIF tohoto snímku je poškozený.</translation>
    </message>
    <message>
        <source>The EXIF block of this photo points outside itself.</source>
        <translation>Blok EXIF tohoto snímku odkazuje mimo sebe.</translation>
    </message>
    <message>
        <source>The EXIF block of this photo refers to itself.</source>
        <translation>Blok EXIF tohoto snímku odkazuje sám na sebe.</translation>
    </message>
    <message>
        <source>The IPTC block of this photo is damaged.</source>
        <translation>Blok IPTC tohoto snímku je poškozený.</translation>
    </message>
    <message>
        <source>The IPTC texts are in a character set that this program does not know.</source>
        <translation>Texty IPTC jsou ve znakové sadě, kterou tento program nezná.</translation>
    </message>
    <message>
        <source>The Photoshop block of this photo is damaged.</source>
        <translation>Blok Photoshopu v tomto snímku je poškozený.</translation>
    </message>
    <message>
        <source>The XMP block of this photo is compressed.</source>
        <translation>Blok XMP tohoto snímku je komprimovaný.</translation>
    </message>
    <message>
        <source>The XMP block of this photo is stored in an unusual way.</source>
        <translation>Blok XMP tohoto snímku je uložen neobvyklým způsobem.</translation>
    </message>
    <message>
        <source>The XMP packet holds keywords or texts in an unknown form.</source>
        <translation>Paket XMP obsahuje klíčová slova nebo texty v neznámé podobě.</translation>
    </message>
    <message>
        <source>The XMP packet holds two lists of keywords.</source>
        <translation>Paket XMP obsahuje dva seznamy klíčových slov.</translation>
    </message>
    <message>
        <source>The XMP packet holds two of {0}.</source>
        <translation>Paket XMP obsahuje pole {0} dvakrát.</translation>
    </message>
    <message>
        <source>The XMP packet is damaged.</source>
        <translation>Paket XMP je poškozený.</translation>
    </message>
    <message>
        <source>The address of a model must start with https:// or http:// and name a file.</source>
        <translation>Adresa modelu musí začínat https:// nebo http:// a vést k souboru.</translation>
    </message>
    <message>
        <source>The address of the tagging service must look like https://api.ximilar.com; correct it in the settings.</source>
        <translation>Adresa služby musí vypadat jako https://api.ximilar.com; opravte ji v nastavení.</translation>
    </message>
    <message>
        <source>The address starts with http://, so anybody on the way could change the model; use https://, or add #sha256= and its digest.</source>
        <translation>Adresa začíná http://, takže model by mohl kdokoli cestou změnit; použijte https:// nebo připojte #sha256= a kontrolní součet.</translation>
    </message>
    <message>
        <source>The agency profile {0} cannot be read; correct or remove it.</source>
        <translation>Profil agentury {0} nelze přečíst; opravte ho nebo odstraňte.</translation>
    </message>
    <message>
        <source>The agency profile {0} has the id {1}; name the file {2}.json or change the id.</source>
        <translation>Profil agentury {0} má id {1}; pojmenujte soubor {2}.json nebo id změňte.</translation>
    </message>
    <message>
        <source>The agency profile {0} is wrong: {1}.</source>
        <translation>Profil agentury {0} je chybný: {1}.</translation>
    </message>
    <message>
        <source>The built-in model is part of PhotoTagger and stays.</source>
        <translation>Vestavěný model je součástí PhotoTaggeru a zůstává.</translation>
    </message>
    <message>
        <source>The built-in tagging service</source>
        <translation>Vestavěná služba</translation>
    </message>
    <message>
        <source>The catalog {0} cannot be used; its disk may be full or read-only.</source>
        <translation>Katalog {0} nelze použít; disk je možná plný nebo jen pro čtení.</translation>
    </message>
    <message>
        <source>The catalog {0} is damaged; a fresh one can be started and the damaged file is kept.</source>
        <translation>Katalog {0} je poškozený; lze začít s novým a poškozený soubor se zachová.</translation>
    </message>
    <message>
        <source>The catalog {0} is in use by another program; close that and try again.</source>
        <translation>Katalog {0} používá jiný program; zavřete ho a zkuste to znovu.</translation>
    </message>
    <message>
        <source>The catalog {0} was written by a newer PhotoTagger; update this one to open it.</source>
        <translation>Katalog {0} vytvořil novější PhotoTagger; k otevření aktualizujte tento program.</translation>
    </message>
    <message>
        <source>The copies could not be made in {0}: {1}.</source>
        <translation>Kopie ve složce {0} nebylo možné vytvořit: {1}.</translation>
    </message>
    <message>
        <source>The copy of the catalog {0} cannot be restored; its disk may be full.</source>
        <translation>Kopii katalogu {0} nelze obnovit; disk je možná plný.</translation>
    </message>
    <message>
        <source>The copy {0} cannot be written; check its folder.</source>
        <translation>Kopii {0} nelze zapsat; zkontrolujte její složku.</translation>
    </message>
    <message>
        <source>The damaged catalog {0} cannot be renamed; check its folder.</source>
        <translation>Poškozený katalog {0} nelze přejmenovat; zkontrolujte jeho složku.</translation>
    </message>
    <message>
        <source>The data is no picture in an accepted format (JPEG, PNG, WEBP, BMP, TIFF, GIF).</source>
        <translation>Data nejsou obrázek v přijímaném formátu (JPEG, PNG, WEBP, BMP, TIFF, GIF).</translation>
    </message>
    <message>
        <source>The directory of this photo is damaged.</source>
        <translation>Adresář tohoto snímku je poškozený.</translation>
    </message>
    <message>
        <source>The disk gave other bytes back than were written for {0}.</source>
        <translation>Disk vrátil pro soubor {0} jiná data, než byla zapsána.</translation>
    </message>
    <message>
        <source>The disk is full; make room and try again.</source>
        <translation>Disk je plný; uvolněte místo a zkuste to znovu.</translation>
    </message>
    <message>
        <source>The download holds “{0}”, not “{1}”.</source>
        <translation>Stažený soubor obsahuje „{0}“, ne „{1}“.</translation>
    </message>
    <message>
        <source>The export could not be written to {0}; choose another place.</source>
        <translation>Export nebylo možné zapsat do {0}; zvolte jiné místo.</translation>
    </message>
    <message>
        <source>The file does not have it.</source>
        <translation>Soubor ho nemá.</translation>
    </message>
    <message>
        <source>The file has {0}; a model has at most {1}.</source>
        <translation>Soubor má {0}; model má nejvýše {1}.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Soubor je prázdný.</translation>
    </message>
    <message>
        <source>The file is not a photo that this installation can open.</source>
        <translation>Soubor není snímek, který by tato instalace uměla otevřít.</translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation>Soubor už tam není.</translation>
    </message>
    <message>
        <source>The file name has invisible characters; rename the photo.</source>
        <translation>Název souboru obsahuje neviditelné znaky; snímek přejmenujte.</translation>
    </message>
    <message>
        <source>The first ten keywords weigh most. Keep one language and no brands or names of people in titles. Name releases when you upload.</source>
        <translation>Nejvíce váží prvních deset klíčových slov. Držte se jednoho jazyka; do názvů nepatří značky ani jména osob. Souhlasy uveďte při nahrávání.</translation>
    </message>
    <message>
        <source>The folder of the write history {0} cannot be made.</source>
        <translation>Složku historie zápisů {0} nelze vytvořit.</translation>
    </message>
    <message>
        <source>The folder {0} cannot be made; choose another place.</source>
        <translation>Složku {0} nelze vytvořit; zvolte jiné místo.</translation>
    </message>
    <message>
        <source>The folder {0} does not exist; choose another one.</source>
        <translation>Složka {0} neexistuje; zvolte jinou.</translation>
    </message>
    <message>
        <source>The item table of this photo has an unusual form.</source>
        <translation>Tabulka položek tohoto snímku má neobvyklou podobu.</translation>
    </message>
    <message>
        <source>The item table of this photo is full.</source>
        <translation>Tabulka položek tohoto snímku je plná.</translation>
    </message>
    <message>
        <source>The item table of this photo points into itself.</source>
        <translation>Tabulka položek tohoto snímku odkazuje sama na sebe.</translation>
    </message>
    <message>
        <source>The keywords of {0} cannot be saved: its disk is read-only.</source>
        <translation>Klíčová slova souboru {0} nelze uložit: disk je jen pro čtení.</translation>
    </message>
    <message>
        <source>The keywords of {0} cannot be saved: its folder is write-protected.</source>
        <translation>Klíčová slova souboru {0} nelze uložit: složka je chráněná proti zápisu.</translation>
    </message>
    <message>
        <source>The keywords of {0} could not be saved: {1}.</source>
        <translation>Klíčová slova souboru {0} nebylo možné uložit: {1}.</translation>
    </message>
    <message>
        <source>The last run was interrupted. PhotoTagger {0}; every photo is whole.</source>
        <translation>Minulý běh byl přerušen. PhotoTagger {0}; všechny snímky jsou celé.</translation>
    </message>
    <message>
        <source>The list of further models cannot be read; install PhotoTagger again.</source>
        <translation>Seznam dalších modelů nelze přečíst; nainstalujte PhotoTagger znovu.</translation>
    </message>
    <message>
        <source>The list of further pictures in this photo is damaged.</source>
        <translation>Seznam dalších obrázků v tomto snímku je poškozený.</translation>
    </message>
    <message>
        <source>The model cannot be stored: {0}.</source>
        <translation>Model nelze uložit: {0}.</translation>
    </message>
    <message>
        <source>The model cannot be tried here.</source>
        <translation>Model tu nelze vyzkoušet.</translation>
    </message>
    <message>
        <source>The model made the tagging service stop when it was tried; it is not used.</source>
        <translation>Model při zkoušce zastavil službu; nepoužije se.</translation>
    </message>
    <message>
        <source>The model takes too long, even for its own examples; it is not used.</source>
        <translation>Model pracuje příliš dlouho i na vlastních příkladech; nepoužije se.</translation>
    </message>
    <message>
        <source>The new XMP packet did not read back as it was written.</source>
        <translation>Nový paket XMP se po zápisu přečetl jinak.</translation>
    </message>
    <message>
        <source>The new photo did not prove equal outside its keywords.</source>
        <translation>Nový snímek se nelišil jen klíčovými slovy.</translation>
    </message>
    <message>
        <source>The new photo did not read back with the wanted keywords.</source>
        <translation>Z nového snímku se požadovaná klíčová slova nepřečetla.</translation>
    </message>
    <message>
        <source>The new photo would have two {0} blocks.</source>
        <translation>Nový snímek by měl dva bloky {0}.</translation>
    </message>
    <message>
        <source>The photo cannot be opened: its decoder failed or took too long.</source>
        <translation>Snímek nelze otevřít: jeho dekodér selhal nebo pracoval příliš dlouho.</translation>
    </message>
    <message>
        <source>The photo cannot be read.</source>
        <translation>Snímek nelze přečíst.</translation>
    </message>
    <message>
        <source>The photo is damaged and cannot be opened.</source>
        <translation>Snímek je poškozený a nelze ho otevřít.</translation>
    </message>
    <message>
        <source>The photo is damaged: its beginning cannot be read.</source>
        <translation>Snímek je poškozený: jeho začátek nelze přečíst.</translation>
    </message>
    <message>
        <source>The photo is damaged: its end is missing.</source>
        <translation>Snímek je poškozený: chybí mu konec.</translation>
    </message>
    <message>
        <source>The photo is saved, but the write history is not up to date: {0}</source>
        <translation>Snímek je uložený, ale historie zápisů není aktuální: {0}</translation>
    </message>
    <message>
        <source>The photo says nothing about it.</source>
        <translation>Snímek o tom nic neříká.</translation>
    </message>
    <message>
        <source>The picture decoder cannot be started; install PhotoTagger again.</source>
        <translation>Dekodér obrázků nelze spustit; nainstalujte PhotoTagger znovu.</translation>
    </message>
    <message>
        <source>The picture has too many pixels.</source>
        <translation>Obrázek má příliš mnoho pixelů.</translation>
    </message>
    <message>
        <source>The picture has {0} megapixels; at most {1} are accepted.</source>
        <translation>Obrázek má {0} megapixelů; přijímá se nejvýše {1}.</translation>
    </message>
    <message>
        <source>The picture in this photo is cut off.</source>
        <translation>Obraz v tomto snímku je useknutý.</translation>
    </message>
    <message>
        <source>The picture is damaged or cut short.</source>
        <translation>Obrázek je poškozený nebo useknutý.</translation>
    </message>
    <message>
        <source>The picture is too large: {0} megapixels.</source>
        <translation>Obrázek je příliš velký: {0} megapixelů.</translation>
    </message>
    <message>
        <source>The picture made its decoder fail.</source>
        <translation>Obrázek způsobil selhání dekodéru.</translation>
    </message>
    <message>
        <source>The picture takes too much memory to decode.</source>
        <translation>Dekódování obrázku by zabralo příliš mnoho paměti.</translation>
    </message>
    <message>
        <source>The places in this photo leave no room to move its picture.</source>
        <translation>Uspořádání tohoto snímku nedovoluje posunout jeho obraz.</translation>
    </message>
    <message>
        <source>The plan is in {0}.</source>
        <translation>Plán je v souboru {0}.</translation>
    </message>
    <message>
        <source>The quotation mark is not closed</source>
        <translation>Uvozovky nejsou uzavřené</translation>
    </message>
    <message>
        <source>The server sends more than the file it announced.</source>
        <translation>Server posílá víc, než ohlásil.</translation>
    </message>
    <message>
        <source>The server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>The service is stopping.</source>
        <translation>Služba se zastavuje.</translation>
    </message>
    <message>
        <source>The setting “{0}” cannot be {1}; it must be {2}.</source>
        <translation>Nastavení „{0}“ nemůže být {1}; musí být {2}.</translation>
    </message>
    <message>
        <source>The settings cannot be saved in {0}; check that folder.</source>
        <translation>Nastavení nelze uložit do {0}; zkontrolujte tuto složku.</translation>
    </message>
    <message>
        <source>The settings could not be read; they are kept in {0}.</source>
        <translation>Nastavení nebylo možné přečíst; zůstává v souboru {0}.</translation>
    </message>
    <message>
        <source>The settings file {0} cannot be read; defaults are used.</source>
        <translation>Soubor nastavení {0} nelze přečíst; použijí se výchozí hodnoty.</translation>
    </message>
    <message>
        <source>The sidecar {0} cannot be read: {1}.</source>
        <translation>Průvodní soubor {0} nelze přečíst: {1}.</translation>
    </message>
    <message>
        <source>The sidecar {0} is too large to be one.</source>
        <translation>Soubor {0} je na průvodní soubor příliš velký.</translation>
    </message>
    <message>
        <source>The sidecar {0} was left alone: {1}</source>
        <translation>Průvodní soubor {0} zůstal beze změny: {1}</translation>
    </message>
    <message>
        <source>The stored original of {0} is damaged; the photo stays as it is.</source>
        <translation>Uložený originál souboru {0} je poškozený; snímek zůstává, jak je.</translation>
    </message>
    <message>
        <source>The structure of this photo is damaged.</source>
        <translation>Struktura tohoto snímku je poškozená.</translation>
    </message>
    <message>
        <source>The table is for formats without embedded keywords; JPEGs are read as they are. Put your name into the Artist column of your own copy of this profile.</source>
        <translation>Tabulka je pro formáty bez vložených klíčových slov; soubory JPEG se čtou, jak jsou. Do sloupce Artist ve vlastní kopii tohoto profilu uveďte své jméno.</translation>
    </message>
    <message>
        <source>The tagging model cannot be loaded on this machine; install it again.</source>
        <translation>Model nelze na tomto počítači načíst; nainstalujte ho znovu.</translation>
    </message>
    <message>
        <source>The tagging model cannot be used: {0}.</source>
        <translation>Model nelze použít: {0}.</translation>
    </message>
    <message>
        <source>The tagging model has no examples to check it by.</source>
        <translation>Model nemá příklady, podle kterých by se dal ověřit.</translation>
    </message>
    <message>
        <source>The tagging model in {0} cannot be used: {1}.</source>
        <translation>Model v {0} nelze použít: {1}.</translation>
    </message>
    <message>
        <source>The tagging model in {0} is damaged ({1}); install it again.</source>
        <translation>Model v {0} je poškozený ({1}); nainstalujte ho znovu.</translation>
    </message>
    <message>
        <source>The tagging model in {0} is of a kind this version cannot use; install the newest PhotoTagger.</source>
        <translation>Model v {0} je druhu, který tato verze neumí použít; nainstalujte nejnovější PhotoTagger.</translation>
    </message>
    <message>
        <source>The tagging model in {0} needs more memory than this computer has.</source>
        <translation>Model v {0} potřebuje více paměti, než tento počítač má.</translation>
    </message>
    <message>
        <source>The tagging service sent no answer for this photo; tag it again.</source>
        <translation>Služba pro tento snímek neposlala odpověď; vyžádejte si návrhy znovu.</translation>
    </message>
    <message>
        <source>The token for {0} holds characters that no token has; enter it again.</source>
        <translation>Token pro {0} obsahuje znaky, které žádný token nemá; zadejte ho znovu.</translation>
    </message>
    <message>
        <source>The write history cannot be read; the log file has the details.</source>
        <translation>Historii zápisů nelze přečíst; podrobnosti jsou v protokolu.</translation>
    </message>
    <message>
        <source>The write history cannot be saved because its disk is full or read-only, so no photo is touched.</source>
        <translation>Historii zápisů nelze uložit, protože disk je plný nebo jen pro čtení; žádný snímek se proto nezměnil.</translation>
    </message>
    <message>
        <source>The write history {0} cannot be used, so no photo is touched.</source>
        <translation>Historii zápisů {0} nelze použít; žádný snímek se proto nezměnil.</translation>
    </message>
    <message>
        <source>The write history {0} was made by a newer PhotoTagger; use that one.</source>
        <translation>Historii zápisů {0} vytvořil novější PhotoTagger; použijte ten.</translation>
    </message>
    <message>
        <source>The {0} block of this photo is full.</source>
        <translation>Blok {0} tohoto snímku je plný.</translation>
    </message>
    <message>
        <source>There are neither XMP nor IPTC keywords.</source>
        <translation>Klíčová slova XMP ani IPTC tu nejsou.</translation>
    </message>
    <message>
        <source>There are no XMP keywords.</source>
        <translation>Klíčová slova XMP tu nejsou.</translation>
    </message>
    <message>
        <source>There are no other keywords than these paths.</source>
        <translation>Jiná klíčová slova než tyto cesty tu nejsou.</translation>
    </message>
    <message>
        <source>There are no photos in what you opened.</source>
        <translation>V tom, co jste otevřeli, nejsou žádné snímky.</translation>
    </message>
    <message>
        <source>There is no agency called {0}; choose one of {1}.</source>
        <translation>Agentura {0} neexistuje; zvolte některou z {1}.</translation>
    </message>
    <message>
        <source>There is no model “{0}” here; see phototagger models list.</source>
        <translation>Model „{0}“ tu není; viz phototagger models list.</translation>
    </message>
    <message>
        <source>There is no room for the export in {0}; nothing was replaced.</source>
        <translation>V {0} není pro export místo; nic nebylo nahrazeno.</translation>
    </message>
    <message>
        <source>There is no setting “{0}”{1}</source>
        <translation>Nastavení „{0}“ neexistuje{1}</translation>
    </message>
    <message>
        <source>There is no sign that Google Photos reads keywords.</source>
        <translation>Nic nenasvědčuje tomu, že by Fotky Google četly klíčová slova.</translation>
    </message>
    <message>
        <source>There is no tagging model in {0}; install it again.</source>
        <translation>V {0} není žádný model; nainstalujte ho znovu.</translation>
    </message>
    <message>
        <source>There is no word to search for</source>
        <translation>Chybí hledané slovo</translation>
    </message>
    <message>
        <source>There is not enough memory to open this photo.</source>
        <translation>K otevření tohoto snímku není dost paměti.</translation>
    </message>
    <message>
        <source>There is not enough room in {0}: free {1} more and try again.</source>
        <translation>V {0} není dost místa: uvolněte ještě {1} a zkuste to znovu.</translation>
    </message>
    <message>
        <source>There is nothing at this address of {0} ({1}); check it.</source>
        <translation>Na této adrese serveru {0} nic není ({1}); zkontrolujte ji.</translation>
    </message>
    <message>
        <source>This RAW file holds no preview that can be shown.</source>
        <translation>Tento soubor RAW neobsahuje náhled, který by šlo zobrazit.</translation>
    </message>
    <message>
        <source>This file is not a JPEG.</source>
        <translation>Tento soubor není JPEG.</translation>
    </message>
    <message>
        <source>This file is not a PNG.</source>
        <translation>Tento soubor není PNG.</translation>
    </message>
    <message>
        <source>This file is not a WebP.</source>
        <translation>Tento soubor není WebP.</translation>
    </message>
    <message>
        <source>This is not a file.</source>
        <translation>Toto není soubor.</translation>
    </message>
    <message>
        <source>This photo has more than one XMP block.</source>
        <translation>Tento snímek má více než jeden blok XMP.</translation>
    </message>
    <message>
        <source>This photo has more than one {0} block.</source>
        <translation>Tento snímek má více než jeden blok {0}.</translation>
    </message>
    <message>
        <source>This photo has parts whose places in the file are not known.</source>
        <translation>Tento snímek má části, jejichž umístění v souboru není známo.</translation>
    </message>
    <message>
        <source>This photo holds no picture.</source>
        <translation>V tomto snímku není žádný obraz.</translation>
    </message>
    <message>
        <source>This photo is as large as its format allows.</source>
        <translation>Tento snímek je tak velký, jak jeho formát dovoluje.</translation>
    </message>
    <message>
        <source>This photo is cut off before its picture starts.</source>
        <translation>Tento snímek je useknutý před začátkem obrazu.</translation>
    </message>
    <message>
        <source>This photo is damaged before its picture starts.</source>
        <translation>Tento snímek je poškozený před začátkem obrazu.</translation>
    </message>
    <message>
        <source>This photo is not in the library any more.</source>
        <translation>Tento snímek už není v knihovně.</translation>
    </message>
    <message>
        <source>This photo is signed (C2PA); any change would break its signature.</source>
        <translation>Tento snímek je podepsaný (C2PA); jakákoli změna by podpis porušila.</translation>
    </message>
    <message>
        <source>This photo keeps its keywords or texts in an extended XMP block.</source>
        <translation>Tento snímek má klíčová slova nebo texty v rozšířeném bloku XMP.</translation>
    </message>
    <message>
        <source>Title and keywords must also be inside the photos: write them before you upload. One sample of 2026 shows the header filename;title;tags.</source>
        <translation>Název a klíčová slova musejí být i uvnitř snímků: před nahráním je zapište. Jedna ukázka z roku 2026 má záhlaví filename;title;tags.</translation>
    </message>
    <message>
        <source>To show {0} in HEIC format, run: pip install &apos;phototagger[heif]&apos;.</source>
        <translation>Chcete-li zobrazit {0} ve formátu HEIC, spusťte: pip install &apos;phototagger[heif]&apos;.</translation>
    </message>
    <message>
        <source>Turn on “Read from sidecar files” in digiKam&apos;s metadata settings.</source>
        <translation>V nastavení metadat digiKamu zapněte čtení z průvodních souborů.</translation>
    </message>
    <message>
        <source>Two photos are called {0}; export them into different folders.</source>
        <translation>Dva snímky mají název {0}; exportujte je do různých složek.</translation>
    </message>
    <message>
        <source>Upload the photos first, then the table.</source>
        <translation>Nejdříve nahrajte snímky, pak tabulku.</translation>
    </message>
    <message>
        <source>Upload the table with the CSV button, not by FTPS. Editorial and mature photos are marked on the site.</source>
        <translation>Tabulku nahrajte tlačítkem CSV, ne přes FTPS. Redakční snímky a snímky pro dospělé se označují na webu.</translation>
    </message>
    <message>
        <source>Vecteezy renames photos on upload, spaces and symbols become _; the table names them that way. The licence is set on the site.</source>
        <translation>Vecteezy snímky při nahrávání přejmenuje, z mezer a symbolů bude _; tabulka je tak i uvádí. Licence se nastavuje na webu.</translation>
    </message>
    <message>
        <source>Vision tower of SigLIP 2 base at 224 px, with text embeddings of the built-in tags made beforehand.</source>
        <translation>Obrazová část SigLIP 2 base při 224 px s předem vypočtenými vektory vestavěných štítků.</translation>
    </message>
    <message>
        <source>Vision tower of SigLIP base at 224 px, with text embeddings of the built-in tags made beforehand.</source>
        <translation>Obrazová část SigLIP base při 224 px s předem vypočtenými vektory vestavěných štítků.</translation>
    </message>
    <message>
        <source>What PhotoTagger would write; nothing was touched.</source>
        <translation>Co by PhotoTagger zapsal; nic se nezměnilo.</translation>
    </message>
    <message>
        <source>What was learned about “{0}” cannot be changed; the disk may be full.</source>
        <translation>Co je naučeno o slově „{0}“, nelze změnit; disk je možná plný.</translation>
    </message>
    <message>
        <source>What {0} sent is not the model it should be (wrong digest); it was deleted.</source>
        <translation>Co {0} poslal, není očekávaný model (nesouhlasí kontrolní součet); soubor byl smazán.</translation>
    </message>
    <message>
        <source>Where photos are tagged: “embedded” or the address of a service.</source>
        <translation>Kde vznikají návrhy štítků: „embedded“ nebo adresa služby.</translation>
    </message>
    <message>
        <source>Windows Explorer does not read sidecars.</source>
        <translation>Průzkumník Windows průvodní soubory nečte.</translation>
    </message>
    <message>
        <source>Windows Explorer shows tags of JPEG and TIFF files only.</source>
        <translation>Průzkumník Windows zobrazuje štítky jen u souborů JPEG a TIFF.</translation>
    </message>
    <message>
        <source>Windows Explorer</source>
        <translation>Průzkumník Windows</translation>
    </message>
    <message>
        <source>Windows keywords</source>
        <translation>klíčová slova Windows</translation>
    </message>
    <message>
        <source>Windows title</source>
        <translation>název Windows</translation>
    </message>
    <message>
        <source>With “Read from sidecar files” on, digiKam ignores the photo itself.</source>
        <translation>Se zapnutým čtením z průvodních souborů digiKam samotný snímek nečte.</translation>
    </message>
    <message>
        <source>With “custom” fields: when {0} ({1}) are written.</source>
        <translation>Při „vlastních“ polích: kdy se zapisuje pole {0} ({1}).</translation>
    </message>
    <message>
        <source>Words are mapped to Getty&apos;s own vocabulary on the site. Up to 100 files a batch; never mix creative and editorial.</source>
        <translation>Slova se na webu převádějí na vlastní slovník Getty. Nejvýše 100 souborů v dávce; nikdy nemíchejte kreativní a redakční.</translation>
    </message>
    <message>
        <source>Write into HEIC, AVIF and JPEG XL files too; few programs look there.</source>
        <translation>Zapisovat i do souborů HEIC, AVIF a JPEG XL; málokterý program tam hledá.</translation>
    </message>
    <message>
        <source>Write photos that have further names (hard links); the other names keep the old file.</source>
        <translation>Zapisovat i do snímků s dalšími názvy (pevné odkazy); ostatním názvům zůstane původní soubor.</translation>
    </message>
    <message>
        <source>Write the words above an accepted word too, as your vocabulary has them.</source>
        <translation>Zapisovat i slova nadřazená přijatému slovu, jak je má váš slovník.</translation>
    </message>
    <message>
        <source>XMP description</source>
        <translation>popis XMP</translation>
    </message>
    <message>
        <source>XMP has none.</source>
        <translation>XMP ho nemá.</translation>
    </message>
    <message>
        <source>XMP is believed before IPTC and the Windows field.</source>
        <translation>XMP má přednost před IPTC a polem Windows.</translation>
    </message>
    <message>
        <source>XMP is believed before IPTC.</source>
        <translation>XMP má přednost před IPTC.</translation>
    </message>
    <message>
        <source>XMP keywords</source>
        <translation>klíčová slova XMP</translation>
    </message>
    <message>
        <source>XMP title</source>
        <translation>název XMP</translation>
    </message>
    <message>
        <source>You are not allowed to read this file.</source>
        <translation>Tento soubor nemáte oprávnění číst.</translation>
    </message>
    <message>
        <source>You are not allowed to read {0}.</source>
        <translation>Nemáte oprávnění číst {0}.</translation>
    </message>
    <message>
        <source>You are not allowed to write in {0}; choose another folder.</source>
        <translation>Nemáte oprávnění zapisovat do {0}; zvolte jinou složku.</translation>
    </message>
    <message>
        <source>Your rules accepted {0} on {1}. Undo takes that back.</source>
        <translation>Vaše pravidla přijala {0} ({1}). Lze to vrátit.</translation>
    </message>
    <message>
        <source>Your words could not be learned this time; what was learned before still holds.</source>
        <translation>Tentokrát se vaše slova nepodařilo naučit; dříve naučené platí dál.</translation>
    </message>
    <message>
        <source>Your words could not be learned.</source>
        <translation>Vaše slova se nepodařilo naučit.</translation>
    </message>
    <message>
        <source>&quot;category.choices&quot; names one value twice</source>
        <translation>pole „category.choices“ uvádí jednu hodnotu dvakrát</translation>
    </message>
    <message>
        <source>&quot;format&quot; must be {0}</source>
        <translation>pole „format“ musí být {0}</translation>
    </message>
    <message>
        <source>&quot;id&quot; may only have small letters, digits and single hyphens</source>
        <translation>pole „id“ smí obsahovat jen malá písmena, číslice a jednotlivé spojovníky</translation>
    </message>
    <message>
        <source>&quot;table.columns&quot; is empty</source>
        <translation>pole „table.columns“ je prázdné</translation>
    </message>
    <message>
        <source>&quot;table.keyword_separator&quot; is empty</source>
        <translation>pole „table.keyword_separator“ je prázdné</translation>
    </message>
    <message>
        <source>&quot;table.separator&quot; must be one character</source>
        <translation>pole „table.separator“ musí být jediný znak</translation>
    </message>
    <message>
        <source>&quot;{0}.else_from&quot; must be the other field</source>
        <translation>pole „{0}.else_from“ musí být to druhé pole</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; is missing</source>
        <translation>pole „{0}“ chybí</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; is not known</source>
        <translation>pole „{0}“ není známé</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; must be a date such as 2026-01-31</source>
        <translation>pole „{0}“ musí být datum, například 2026-01-31</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; must be a list</source>
        <translation>pole „{0}“ musí být seznam</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; must be one of {1}</source>
        <translation>pole „{0}“ musí být některá z hodnot {1}</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; must be {1}</source>
        <translation>pole „{0}“ musí být {1}</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; must not be negative</source>
        <translation>pole „{0}“ nesmí být záporné</translation>
    </message>
    <message>
        <source>a &quot;table&quot; belongs to the delivery &quot;table&quot;, and only there</source>
        <translation>pole „table“ patří jen k dodání „table“</translation>
    </message>
    <message>
        <source>a file without extension</source>
        <translation>soubor bez přípony</translation>
    </message>
    <message>
        <source>accept all shown</source>
        <translation>přijmout všechny zobrazené</translation>
    </message>
    <message>
        <source>accept by your rules</source>
        <translation>přijmout podle vašich pravidel</translation>
    </message>
    <message>
        <source>accept from</source>
        <translation>přijmout od</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>přijmout</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>přijato</translation>
    </message>
    <message>
        <source>add</source>
        <translation>přidat</translation>
    </message>
    <message>
        <source>an id occurs twice</source>
        <translation>jedno id je tu dvakrát</translation>
    </message>
    <message>
        <source>at the left</source>
        <translation>vlevo</translation>
    </message>
    <message>
        <source>below “{0}”</source>
        <translation>pod „{0}“</translation>
    </message>
    <message>
        <source>delete {0} everywhere</source>
        <translation>smazat všude {0}</translation>
    </message>
    <message>
        <source>has no column called name; add one</source>
        <translation>nemá sloupec name; přidejte ho</translation>
    </message>
    <message>
        <source>is a word of its own</source>
        <translation>je samostatné slovo</translation>
    </message>
    <message>
        <source>is no table that can be read; save it as CSV and try again</source>
        <translation>není čitelná tabulka; uložte ji jako CSV a zkuste to znovu</translation>
    </message>
    <message>
        <source>mark reviewed</source>
        <translation>označit jako zkontrolované</translation>
    </message>
    <message>
        <source>means “{0}” already</source>
        <translation>už znamená „{0}“</translation>
    </message>
    <message>
        <source>merge {0} into “{1}”</source>
        <translation>sloučit {0} do „{1}“</translation>
    </message>
    <message>
        <source>move down:</source>
        <translation>posunout dolů:</translation>
    </message>
    <message>
        <source>move to the top:</source>
        <translation>posunout na začátek:</translation>
    </message>
    <message>
        <source>move up:</source>
        <translation>posunout nahoru:</translation>
    </message>
    <message>
        <source>move</source>
        <translation>přesunout</translation>
    </message>
    <message>
        <source>own</source>
        <translation>vlastní</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>odmítnuto</translation>
    </message>
    <message>
        <source>rename “{0}” to “{1}” everywhere</source>
        <translation>přejmenovat všude „{0}“ na „{1}“</translation>
    </message>
    <message>
        <source>restore</source>
        <translation>obnovit</translation>
    </message>
    <message>
        <source>show from</source>
        <translation>zobrazit od</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>návrh</translation>
    </message>
    <message>
        <source>sweep “{0}”</source>
        <translation>průchod „{0}“</translation>
    </message>
    <message>
        <source>the address of “{0}” must be https:// with a digest</source>
        <translation>adresa modelu „{0}“ musí být https:// s kontrolním součtem</translation>
    </message>
    <message>
        <source>there are none</source>
        <translation>snímek nemá žádné</translation>
    </message>
    <message>
        <source>there is 1</source>
        <translation>snímek má 1</translation>
    </message>
    <message>
        <source>word list</source>
        <translation>seznam slov</translation>
    </message>
    <message>
        <source>{0} The last change of the vocabulary was not kept; make it again then.</source>
        <translation>{0} Poslední změna slovníku se neuložila; potom ji zopakujte.</translation>
    </message>
    <message>
        <source>{0} are no photos that can be opened.</source>
        <translation>{0} nejsou snímky, které by šlo otevřít.</translation>
    </message>
    <message>
        <source>{0} cannot be read; choose another file.</source>
        <translation>{0} nelze přečíst; zvolte jiný soubor.</translation>
    </message>
    <message>
        <source>{0} exported to {1}.</source>
        <translation>Exportováno do {1}: {0}.</translation>
    </message>
    <message>
        <source>{0} holds no list of words.</source>
        <translation>{0} neobsahuje seznam slov.</translation>
    </message>
    <message>
        <source>{0} is no JSON that can be read.</source>
        <translation>{0} není čitelný JSON.</translation>
    </message>
    <message>
        <source>{0} is no photo that can be opened.</source>
        <translation>{0} není snímek, který by šlo otevřít.</translation>
    </message>
    <message>
        <source>{0} is no text; save it as UTF-8 and try again.</source>
        <translation>{0} není text; uložte ho jako UTF-8 a zkuste to znovu.</translation>
    </message>
    <message>
        <source>{0} is too large for a list of words.</source>
        <translation>{0} je na seznam slov příliš velký.</translation>
    </message>
    <message>
        <source>{0} wants at least {1}; {2}.</source>
        <translation>{0} vyžaduje alespoň {1}; {2}.</translation>
    </message>
    <message>
        <source>{0} “{1}”</source>
        <translation>{0} „{1}“</translation>
    </message>
    <message>
        <source>“{0}” must have url, revision and sha256, or say why it has not</source>
        <translation>pole „{0}“ musí mít url, revision a sha256, nebo říci, proč je nemá</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>celé číslo</translation>
    </message>
    <message>
        <source>accept all from {0}</source>
        <translation>přijmout vše od {0}</translation>
    </message>
    <message>
        <source>any text</source>
        <translation>libovolný text</translation>
    </message>
    <message>
        <source>broke off the connection; try again, with smaller pictures if it happens again</source>
        <translation>přerušil spojení; zkuste to znovu, a pokud se to opakuje, s menšími obrázky</translation>
    </message>
    <message>
        <source>cannot be found; check its address and your connection</source>
        <translation>nelze najít; zkontrolujte adresu a své připojení</translation>
    </message>
    <message>
        <source>cannot be reached; check that it runs{0}</source>
        <translation>není dostupný; zkontrolujte, zda běží{0}</translation>
    </message>
    <message>
        <source>category</source>
        <translation>kategorie</translation>
    </message>
    <message>
        <source>change the {0}</source>
        <translation>změnit pole {0}</translation>
    </message>
    <message>
        <source>country</source>
        <translation>země</translation>
    </message>
    <message>
        <source>damaged (bundle.json)</source>
        <translation>poškozený (bundle.json)</translation>
    </message>
    <message>
        <source>damaged ({0} was changed)</source>
        <translation>poškozený ({0} se změnil)</translation>
    </message>
    <message>
        <source>darktable reads keywords when a photo is imported; then its own library counts.</source>
        <translation>darktable čte klíčová slova při importu snímku; potom platí jeho vlastní knihovna.</translation>
    </message>
    <message>
        <source>description</source>
        <translation>popis</translation>
    </message>
    <message>
        <source>did not answer in time; try again later</source>
        <translation>neodpověděl včas; zkuste to později</translation>
    </message>
    <message>
        <source>digiKam believes {0} alone, because it is there.</source>
        <translation>digiKam věří jen poli {0}, protože ho snímek má.</translation>
    </message>
    <message>
        <source>digiKam tags</source>
        <translation>štítky digiKamu</translation>
    </message>
    <message>
        <source>dropped {0} that had not begun</source>
        <translation>zrušil nezačaté: {0}</translation>
    </message>
    <message>
        <source>file name</source>
        <translation>název souboru</translation>
    </message>
    <message>
        <source>finished {0}</source>
        <translation>dokončil {0}</translation>
    </message>
    <message>
        <source>has no valid certificate, so nothing was sent to it</source>
        <translation>nemá platný certifikát, takže mu nebylo nic odesláno</translation>
    </message>
    <message>
        <source>if present</source>
        <translation>pokud tam je</translation>
    </message>
    <message>
        <source>in file</source>
        <translation>v souboru</translation>
    </message>
    <message>
        <source>it holds too many files</source>
        <translation>obsahuje příliš mnoho souborů</translation>
    </message>
    <message>
        <source>it is not a JSON object</source>
        <translation>není to objekt JSON</translation>
    </message>
    <message>
        <source>it names files outside its folder</source>
        <translation>uvádí soubory mimo svou složku</translation>
    </message>
    <message>
        <source>its files are larger than {0} GB</source>
        <translation>jeho soubory jsou větší než {0} GB</translation>
    </message>
    <message>
        <source>keyword</source>
        <translation>klíčové slovo</translation>
    </message>
    <message>
        <source>keywords</source>
        <translation>klíčová slova</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>vynecháno</translation>
    </message>
    <message>
        <source>left {0} alone because another program changed the file</source>
        <translation>nechal být, protože soubor změnil jiný program: {0}</translation>
    </message>
    <message>
        <source>letters the agency does not take</source>
        <translation>písmena, která agentura nepřijímá</translation>
    </message>
    <message>
        <source>longer than {0} characters</source>
        <translation>delší než {0} znaků</translation>
    </message>
    <message>
        <source>nothing is left</source>
        <translation>nic nezbylo</translation>
    </message>
    <message>
        <source>on or off</source>
        <translation>zapnuto nebo vypnuto</translation>
    </message>
    <message>
        <source>only a number</source>
        <translation>jen číslo</translation>
    </message>
    <message>
        <source>reject the rest</source>
        <translation>odmítnout zbytek</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>odmítnout</translation>
    </message>
    <message>
        <source>rename “{0}” to “{1}”</source>
        <translation>přejmenovat „{0}“ na „{1}“</translation>
    </message>
    <message>
        <source>taken from</source>
        <translation>převzato z</translation>
    </message>
    <message>
        <source>the disk is full; free some space and write again</source>
        <translation>disk je plný; uvolněte místo a zapište znovu</translation>
    </message>
    <message>
        <source>the disk is read-only</source>
        <translation>disk je jen pro čtení</translation>
    </message>
    <message>
        <source>the disk reports an error; check it before you go on</source>
        <translation>disk hlásí chybu; než budete pokračovat, zkontrolujte ho</translation>
    </message>
    <message>
        <source>the disk took nothing</source>
        <translation>disk nic nepřijal</translation>
    </message>
    <message>
        <source>the download</source>
        <translation>stažený soubor</translation>
    </message>
    <message>
        <source>the limits of {0} exclude each other</source>
        <translation>meze pole {0} se vylučují</translation>
    </message>
    <message>
        <source>title and description</source>
        <translation>název a popis</translation>
    </message>
    <message>
        <source>title</source>
        <translation>název</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>ke kontrole</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>ano nebo ne</translation>
    </message>
    <message>
        <source>undecide</source>
        <translation>vrátit k návrhům</translation>
    </message>
    <message>
        <source>waits for the drive of {0}</source>
        <translation>čeká na disk pro {0}</translation>
    </message>
    <message>
        <source>{0} (character {1}).</source>
        <translation>{0} (znak {1}).</translation>
    </message>
    <message>
        <source>{0} (twice)</source>
        <translation>{0} (dvakrát)</translation>
    </message>
    <message>
        <source>{0} A sidecar holds the keywords.</source>
        <translation>{0} Klíčová slova jsou v průvodním souboru.</translation>
    </message>
    <message>
        <source>{0} Its keyword field for Windows was left out.</source>
        <translation>{0} Jeho pole klíčových slov pro Windows bylo vynecháno.</translation>
    </message>
    <message>
        <source>{0} The built-in model is used instead.</source>
        <translation>{0} Místo něj se použije vestavěný model.</translation>
    </message>
    <message>
        <source>{0} The last decision was not kept; make it again then.</source>
        <translation>{0} Poslední rozhodnutí se neuložilo; potom ho zopakujte.</translation>
    </message>
    <message>
        <source>{0} Writing stopped; {1} unwritten keywords.</source>
        <translation>{0} Zápis se zastavil; {1} nezapsaná klíčová slova.</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0} a {1}</translation>
    </message>
    <message>
        <source>{0} belongs to another user and would become yours; its owner can save it.</source>
        <translation>{0} patří jinému uživateli a stal by se vaším; uložit ho může jeho vlastník.</translation>
    </message>
    <message>
        <source>{0} broke off; the next try goes on where this one stopped.</source>
        <translation>{0} přerušil přenos; další pokus naváže tam, kde tento skončil.</translation>
    </message>
    <message>
        <source>{0} cannot be looked for: {1}.</source>
        <translation>{0} nelze vyhledat: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be reached; check the address and your connection.</source>
        <translation>{0} není dostupný; zkontrolujte adresu a své připojení.</translation>
    </message>
    <message>
        <source>{0} cannot be read</source>
        <translation>{0} nelze přečíst</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}.</source>
        <translation>{0} nelze přečíst: {1}.</translation>
    </message>
    <message>
        <source>{0} cannot be read; choose another.</source>
        <translation>{0} nelze přečíst; zvolte jiný soubor.</translation>
    </message>
    <message>
        <source>{0} cannot be started; install PhotoTagger again.</source>
        <translation>{0} se nedá spustit; nainstalujte PhotoTagger znovu.</translation>
    </message>
    <message>
        <source>{0} cannot hold keywords inside: {1} Leave it out.</source>
        <translation>{0} nemůže mít klíčová slova uvnitř: {1} Vynechte ho.</translation>
    </message>
    <message>
        <source>{0} could be taken for that of {1}, so it is {2}.</source>
        <translation>{0} by mohl být považován za průvodní soubor snímku {1}, proto se jmenuje {2}.</translation>
    </message>
    <message>
        <source>{0} could not be tagged.</source>
        <translation>Návrhy se nepodařilo získat pro {0}.</translation>
    </message>
    <message>
        <source>{0} could not tag this photo{1}.</source>
        <translation>{0} k tomuto snímku návrhy nevytvořil{1}.</translation>
    </message>
    <message>
        <source>{0} cut at {1} bytes in IPTC.</source>
        <translation>V IPTC zkráceno na {1} bajtů: {0}.</translation>
    </message>
    <message>
        <source>{0} did not accept the token; check it in the settings.</source>
        <translation>{0} nepřijal token; zkontrolujte ho v nastavení.</translation>
    </message>
    <message>
        <source>{0} did not answer in time; try again later.</source>
        <translation>{0} neodpověděl včas; zkuste to později.</translation>
    </message>
    <message>
        <source>{0} did not start; its log file says more.</source>
        <translation>{0} se nespustila; více je v jejím protokolu.</translation>
    </message>
    <message>
        <source>{0} does not allow this download ({1}).</source>
        <translation>{0} toto stažení nepovoluje ({1}).</translation>
    </message>
    <message>
        <source>{0} does not answer like a tagging service; check its address in the settings.</source>
        <translation>{0} neodpovídá jako služba pro štítky; zkontrolujte adresu v nastavení.</translation>
    </message>
    <message>
        <source>{0} does not answer; try again later.</source>
        <translation>{0} neodpovídá; zkuste to později.</translation>
    </message>
    <message>
        <source>{0} does not exist.</source>
        <translation>{0} neexistuje.</translation>
    </message>
    <message>
        <source>{0} finds the upload too large; send smaller pictures.</source>
        <translation>{0} považuje odesílaná data za příliš velká; posílejte menší obrázky.</translation>
    </message>
    <message>
        <source>{0} has a problem of its own ({1}{2}); try again later.</source>
        <translation>{0} má vlastní potíže ({1}{2}); zkuste to později.</translation>
    </message>
    <message>
        <source>{0} has a structure this program does not know; it stays as it is.</source>
        <translation>{0} má strukturu, kterou tento program nezná; zůstává, jak je.</translation>
    </message>
    <message>
        <source>{0} has further names (hard links); they keep the file as it was.</source>
        <translation>{0} má další názvy (pevné odkazy); pod nimi zůstává soubor, jak byl.</translation>
    </message>
    <message>
        <source>{0} has no category {1}; choose another.</source>
        <translation>{0} nemá kategorii {1}; zvolte jinou.</translation>
    </message>
    <message>
        <source>{0} has no column named Filename or path; add one.</source>
        <translation>{0} nemá sloupec Filename ani path; přidejte ho.</translation>
    </message>
    <message>
        <source>{0} has no column named Keywords, Title or Description.</source>
        <translation>{0} nemá sloupec Keywords, Title ani Description.</translation>
    </message>
    <message>
        <source>{0} have {1}, {2} do not.</source>
        <translation>{0}: navíc {1}, což tam {2} nemají.</translation>
    </message>
    <message>
        <source>{0} in {1}</source>
        <translation>{0} v {1}</translation>
    </message>
    <message>
        <source>{0} is a folder; choose a file name.</source>
        <translation>{0} je složka; zvolte název souboru.</translation>
    </message>
    <message>
        <source>{0} is another machine and its address starts with http://, so token and photos would travel unencrypted; use an https:// address.</source>
        <translation>{0} je jiný počítač a jeho adresa začíná http://, takže token i snímky by putovaly nešifrovaně; použijte adresu https://.</translation>
    </message>
    <message>
        <source>{0} is busy; try again later.</source>
        <translation>{0} má mnoho práce; zkuste to později.</translation>
    </message>
    <message>
        <source>{0} is missing</source>
        <translation>{0} chybí</translation>
    </message>
    <message>
        <source>{0} is no table that can be read; save it as CSV and try again.</source>
        <translation>{0} není čitelná tabulka; uložte ji jako CSV a zkuste to znovu.</translation>
    </message>
    <message>
        <source>{0} is no tagging model: neither a folder nor a zip file.</source>
        <translation>{0} není model: není to složka ani soubor zip.</translation>
    </message>
    <message>
        <source>{0} is no tagging model: {1}.</source>
        <translation>{0} není model: {1}.</translation>
    </message>
    <message>
        <source>{0} is no text; save it as CSV in UTF-8 and try again.</source>
        <translation>{0} není text; uložte ho jako CSV v UTF-8 a zkuste to znovu.</translation>
    </message>
    <message>
        <source>{0} is not a photo, or too damaged to be told for one.</source>
        <translation>{0} není snímek, nebo je příliš poškozený na to, aby se dal poznat.</translation>
    </message>
    <message>
        <source>{0} is not a regular file.</source>
        <translation>{0} není běžný soubor.</translation>
    </message>
    <message>
        <source>{0} is not available yet: {1}</source>
        <translation>{0} zatím není k dispozici: {1}</translation>
    </message>
    <message>
        <source>{0} is the same file as another one (a hard link); saving would part them.</source>
        <translation>{0} je tentýž soubor jako jiný (pevný odkaz); uložením by se rozdělily.</translation>
    </message>
    <message>
        <source>{0} is too large for a table of keywords.</source>
        <translation>{0} je na tabulku klíčových slov příliš velký.</translation>
    </message>
    <message>
        <source>{0} is write-protected; allow writing to it to save its keywords.</source>
        <translation>{0} je chráněný proti zápisu; k uložení klíčových slov zápis povolte.</translation>
    </message>
    <message>
        <source>{0} is “{1}”, {2} is “{3}”.</source>
        <translation>{0} je „{1}“, {2} je „{3}“.</translation>
    </message>
    <message>
        <source>{0} keeps stopping; wait a minute, or choose another service in the settings.</source>
        <translation>{0} se opakovaně zastavuje; chvíli počkejte nebo v nastavení zvolte jinou službu.</translation>
    </message>
    <message>
        <source>{0} lack {1}, {2} do not.</source>
        <translation>{0}: chybí {1}, což {2} mají.</translation>
    </message>
    <message>
        <source>{0} must be an object</source>
        <translation>{0} musí být objekt</translation>
    </message>
    <message>
        <source>{0} offers {1} where the model has {2}; it is not downloaded.</source>
        <translation>{0} nabízí {1}, ale model má {2}; nestáhne se.</translation>
    </message>
    <message>
        <source>{0} or {1}</source>
        <translation>{0} nebo {1}</translation>
    </message>
    <message>
        <source>{0} points from one address to the next without end.</source>
        <translation>{0} bez konce odkazuje z jedné adresy na další.</translation>
    </message>
    <message>
        <source>{0} points to an address that is not https://; not followed.</source>
        <translation>{0} odkazuje na adresu, která není https://; odkaz se nesleduje.</translation>
    </message>
    <message>
        <source>{0} points to {1} instead of answering, and photos are not sent on; enter the final address in the settings.</source>
        <translation>{0} místo odpovědi odkazuje na {1} a snímky se dál neposílají; zadejte v nastavení konečnou adresu.</translation>
    </message>
    <message>
        <source>{0} refused the request ({1}{2}).</source>
        <translation>{0} požadavek odmítl ({1}{2}).</translation>
    </message>
    <message>
        <source>{0} refuses the download ({1}); try again later.</source>
        <translation>{0} stažení odmítá ({1}); zkuste to později.</translation>
    </message>
    <message>
        <source>{0} renames this photo on upload and would not find its row; rename it with plain letters, digits, - and _.</source>
        <translation>{0} tento snímek při nahrání přejmenuje a nenašel by jeho řádek; přejmenujte ho jen písmeny bez diakritiky, číslicemi, - a _.</translation>
    </message>
    <message>
        <source>{0} sent far more than an answer with tags; check its address in the settings.</source>
        <translation>{0} poslal mnohem víc než odpověď se štítky; zkontrolujte adresu v nastavení.</translation>
    </message>
    <message>
        <source>{0} sent no answer for this photo; tag it again.</source>
        <translation>{0} pro tento snímek neposlal odpověď; vyžádejte si návrhy znovu.</translation>
    </message>
    <message>
        <source>{0} sent no tags for this photo; tag it again.</source>
        <translation>{0} pro tento snímek neposlal žádné štítky; vyžádejte si návrhy znovu.</translation>
    </message>
    <message>
        <source>{0} sent several answers for this photo; tag it again.</source>
        <translation>{0} pro tento snímek poslal několik odpovědí; vyžádejte si návrhy znovu.</translation>
    </message>
    <message>
        <source>{0} sent tags for this photo that cannot be read; tag it again.</source>
        <translation>{0} pro tento snímek poslal nečitelné štítky; vyžádejte si návrhy znovu.</translation>
    </message>
    <message>
        <source>{0} takes no letters such as {1} in the {2}.</source>
        <translation>{0} nepřijímá znaky jako {1} v poli {2}.</translation>
    </message>
    <message>
        <source>{0} takes no table with spaces in its name; call it {1}.</source>
        <translation>{0} nepřijímá tabulku s mezerami v názvu; pojmenujte ji {1}.</translation>
    </message>
    <message>
        <source>{0} takes no table, but photos with everything inside.</source>
        <translation>{0} nepřijímá tabulku, ale snímky, které mají vše uvnitř.</translation>
    </message>
    <message>
        <source>{0} takes pictures only; tag this photo again.</source>
        <translation>{0} přijímá jen obrázky; vyžádejte si návrhy pro tento snímek znovu.</translation>
    </message>
    <message>
        <source>{0} takes {1} photos; this is {2}.</source>
        <translation>{0} přijímá snímky {1}; tento je {2}.</translation>
    </message>
    <message>
        <source>{0} to {1} {2}</source>
        <translation>{0} až {1} {2}</translation>
    </message>
    <message>
        <source>{0} wants a category; choose one.</source>
        <translation>{0} vyžaduje kategorii; zvolte ji.</translation>
    </message>
    <message>
        <source>{0} wants a country; enter one.</source>
        <translation>{0} vyžaduje zemi; zadejte ji.</translation>
    </message>
    <message>
        <source>{0} wants a {1}; enter one.</source>
        <translation>{0} vyžaduje pole {1}; vyplňte ho.</translation>
    </message>
    <message>
        <source>{0} was being saved when the program ended; it is complete.</source>
        <translation>{0} se při ukončení programu právě ukládal; je úplný.</translation>
    </message>
    <message>
        <source>{0} was being saved when the program ended; its folder is away.</source>
        <translation>{0} se při ukončení programu právě ukládal; jeho složka teď není dostupná.</translation>
    </message>
    <message>
        <source>{0} was changed after it was saved; it stays as it is.</source>
        <translation>{0} se po uložení změnil; zůstává, jak je.</translation>
    </message>
    <message>
        <source>{0} was changed by another program after an interrupted save.</source>
        <translation>{0} změnil po přerušeném ukládání jiný program.</translation>
    </message>
    <message>
        <source>{0} was changed by another program meanwhile; nothing was written to it.</source>
        <translation>{0} mezitím změnil jiný program; nic se do něj nezapsalo.</translation>
    </message>
    <message>
        <source>{0} was changed</source>
        <translation>{0} se změnil</translation>
    </message>
    <message>
        <source>{0} was stopped.</source>
        <translation>{0} byla zastavena.</translation>
    </message>
    <message>
        <source>{0} was to be saved when the program ended; it is as before.</source>
        <translation>{0} se měl při ukončení programu uložit; je jako předtím.</translation>
    </message>
    <message>
        <source>{0} {1} still untagged.</source>
        <translation>{0} Bez návrhů zůstává: {1}.</translation>
    </message>
    <message>
        <source>“Accept likely tags” takes suggestions from here up.</source>
        <translation>Příkaz „Přijmout pravděpodobné“ bere návrhy od této hodnoty.</translation>
    </message>
    <message>
        <source>“complex” gives probabilities, “simple” fewer tags without.</source>
        <translation>„complex“ vrací pravděpodobnosti, „simple“ méně štítků bez nich.</translation>
    </message>
    <message>
        <source>“embedded” or an address that starts with http:// or https://</source>
        <translation>„embedded“ nebo adresa, která začíná http:// nebo https://</translation>
    </message>
    <message>
        <source>“files.{0}” must have “bytes”, up to 2 GB, and “sha256”</source>
        <translation>pole „files.{0}“ musí mít „bytes“, nejvýše 2 GB, a „sha256“</translation>
    </message>
    <message>
        <source>“files” must name 1 to {0} files with their “bytes” and “sha256”</source>
        <translation>pole „files“ musí uvádět 1 až {0} souborů s „bytes“ a „sha256“</translation>
    </message>
    <message>
        <source>“id” must not be {0}</source>
        <translation>pole „id“ nesmí být {0}</translation>
    </message>
    <message>
        <source>“models” must be a list</source>
        <translation>pole „models“ musí být seznam</translation>
    </message>
    <message>
        <source>“{0}:” is no field; there are {1}</source>
        <translation>„{0}:“ není pole; k dispozici jsou {1}</translation>
    </message>
    <message>
        <source>“{0}” is no file, no folder, no address that starts with https://, and no model of the list.</source>
        <translation>„{0}“ není soubor, složka, adresa začínající https:// ani model ze seznamu.</translation>
    </message>
    <message>
        <source>“{0}” is no state; there are {1}</source>
        <translation>„{0}“ není stav; k dispozici jsou {1}</translation>
    </message>
    <message>
        <source>“{0}” is not among its “files”</source>
        <translation>„{0}“ není mezi jeho „files“</translation>
    </message>
    <message>
        <source>“{0}” is offline; its photos stay until it is back.</source>
        <translation>Složka „{0}“ není připojená; její snímky zůstávají, dokud se nevrátí.</translation>
    </message>
</context>
<context>
    <name>dragging</name>
    <message>
        <source>Left out, because they cannot be reached now: {}</source>
        <translation>Vynecháno, protože teď nejsou dostupné: {}</translation>
    </message>
    <message>
        <source>Text cannot be opened here; drop photos or folders.</source>
        <translation>Text tu nelze otevřít; přetáhněte snímky nebo složky.</translation>
    </message>
    <message>
        <source>The files cannot be reached now, so there is nothing to drag.</source>
        <translation>Soubory teď nejsou dostupné, není tedy co přetáhnout.</translation>
    </message>
    <message>
        <source>{} of {} could not be opened: only files of this computer can.</source>
        <translation>{} z {} nešlo otevřít: lze jen soubory z tohoto počítače.</translation>
    </message>
    <message>
        <source>“{}” is not on this computer; save the photo to a folder and drop that.</source>
        <translation>„{}“ není na tomto počítači; uložte snímek do složky a přetáhněte tu.</translation>
    </message>
</context>
<context>
    <name>field_pages</name>
    <message>
        <source>After</source>
        <translation>Potom</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Předtím</translation>
    </message>
    <message>
        <source>Conflict: {}</source>
        <translation>Rozpor: {}</translation>
    </message>
    <message>
        <source>Cut at {} bytes: {}</source>
        <translation>Zkráceno na {} bajtů: {}</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Pole</translation>
    </message>
    <message>
        <source>In the photo</source>
        <translation>Ve snímku</translation>
    </message>
    <message>
        <source>In the sidecar {}</source>
        <translation>V průvodním souboru {}</translation>
    </message>
    <message>
        <source>Keywords ({} in the photo)</source>
        <translation>Klíčová slova (ve snímku {})</translation>
    </message>
    <message>
        <source>Left out, cannot be stored here: {}</source>
        <translation>Vynecháno, sem se nedá uložit: {}</translation>
    </message>
    <message>
        <source>No file is touched.</source>
        <translation>Žádný soubor se nezmění.</translation>
    </message>
    <message>
        <source>Not written. {}</source>
        <translation>Nezapíše se. {}</translation>
    </message>
    <message>
        <source>Not written: {}. {}</source>
        <translation>Nezapíše se: {}. {}</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Program</translation>
    </message>
    <message>
        <source>Same words, put in order.</source>
        <translation>Táž slova, jen srovnaná.</translation>
    </message>
    <message>
        <source>Stays as it is.</source>
        <translation>Zůstává, jak je.</translation>
    </message>
    <message>
        <source>Title and description</source>
        <translation>Název a popis</translation>
    </message>
    <message>
        <source>To know</source>
        <translation>Poznámka</translation>
    </message>
    <message>
        <source>Will not show {}.</source>
        <translation>Neukáže {}.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nic</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nic</translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message>
        <source>Main actions</source>
        <translation>Hlavní příkazy</translation>
    </message>
</context>
<context>
    <name>photo_model</name>
    <message>
        <source>being tagged</source>
        <translation>vznikají návrhy</translation>
    </message>
    <message>
        <source>{} not written yet</source>
        <translation>{} zatím nezapsáno</translation>
    </message>
    <message>
        <source>{} to review</source>
        <translation>{} ke kontrole</translation>
    </message>
</context>
<context>
    <name>preview_row</name>
    <message>
        <source>Added</source>
        <translation>Přidáno</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>Všechny snímky</translation>
    </message>
    <message>
        <source>Conflict: {}</source>
        <translation>Rozpor: {}</translation>
    </message>
    <message>
        <source>In conflict</source>
        <translation>V rozporu</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Ponecháno</translation>
    </message>
    <message>
        <source>None of these photos can be written</source>
        <translation>Do žádného z těchto snímků nelze zapsat</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Snímek</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Odmítnuté</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Odebráno</translation>
    </message>
    <message>
        <source>Shortened or left out</source>
        <translation>Zkrácené nebo vynechané</translation>
    </message>
    <message>
        <source>Sidecar: {}</source>
        <translation>Průvodní soubor: {}</translation>
    </message>
    <message>
        <source>To know</source>
        <translation>Poznámka</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>K prohlédnutí</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Kam</translation>
    </message>
    <message>
        <source>in the photo</source>
        <translation>ve snímku</translation>
    </message>
    <message>
        <source>not written</source>
        <translation>nezapsáno</translation>
    </message>
    <message>
        <source>nothing to change</source>
        <translation>beze změny</translation>
    </message>
    <message>
        <source>{} and {}</source>
        <translation>{} a {}</translation>
    </message>
    <message>
        <source>{} cannot hold {}.</source>
        <translation>Do pole {} se nevejde {}.</translation>
    </message>
    <message>
        <source>{} cut: “{}”.</source>
        <translation>{} – zkráceno: „{}“.</translation>
    </message>
    <message>
        <source>{} in a sidecar</source>
        <translation>{} do průvodního souboru</translation>
    </message>
    <message>
        <source>{} in conflict</source>
        <translation>{} v rozporu</translation>
    </message>
    <message>
        <source>{} in the photo itself</source>
        <translation>{} přímo do snímku</translation>
    </message>
    <message>
        <source>{} not written</source>
        <translation>{} nezapsáno</translation>
    </message>
    <message>
        <source>{} shortened or left out</source>
        <translation>{} zkráceno nebo vynecháno</translation>
    </message>
    <message>
        <source>{} to remove</source>
        <translation>{} k odebrání</translation>
    </message>
    <message>
        <source>{} with nothing to change</source>
        <translation>{} beze změny</translation>
    </message>
    <message>
        <source>{}, order changes</source>
        <translation>{}, mění se pořadí</translation>
    </message>
    <message>
        <source>{}: “{}”</source>
        <translation>{}: „{}“</translation>
    </message>
</context>
<context>
    <name>request_table</name>
    <message>
        <source>{} s</source>
        <translation>{} s</translation>
    </message>
</context>
<context>
    <name>restore_dialog</name>
    <message>
        <source>Copy of {}, {}</source>
        <translation>Kopie z {}, {}</translation>
    </message>
</context>
<context>
    <name>table_import</name>
    <message>
        <source>description</source>
        <translation>popis</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nic</translation>
    </message>
    <message>
        <source>title</source>
        <translation>název</translation>
    </message>
</context>
<context>
    <name>tag_model</name>
    <message>
        <source>Hidden</source>
        <translation>Skryté</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Klíčová slova</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Odmítnuté</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Návrhy</translation>
    </message>
    <message>
        <source>between {} and {}</source>
        <translation>mezi {} a {}</translation>
    </message>
    <message>
        <source>learned</source>
        <translation>naučeno</translation>
    </message>
    <message>
        <source>will be removed from the file</source>
        <translation>odebere se ze souboru</translation>
    </message>
</context>
<context>
    <name>tag_reasons</name>
    <message>
        <source>a date</source>
        <translation>datum</translation>
    </message>
    <message>
        <source>a synonym of “{}”</source>
        <translation>synonymum slova „{}“</translation>
    </message>
    <message>
        <source>below the threshold of {}</source>
        <translation>pod prahem {}</translation>
    </message>
    <message>
        <source>below your threshold for “{}” ({})</source>
        <translation>pod vaším prahem pro „{}“ ({})</translation>
    </message>
    <message>
        <source>beyond the {} most likely</source>
        <translation>mimo {} nejpravděpodobnějších</translation>
    </message>
    <message>
        <source>coordinates</source>
        <translation>souřadnice</translation>
    </message>
    <message>
        <source>like “{}”</source>
        <translation>jako „{}“</translation>
    </message>
    <message>
        <source>never suggested</source>
        <translation>nenavrhuje se</translation>
    </message>
    <message>
        <source>only a letter</source>
        <translation>jen písmeno</translation>
    </message>
    <message>
        <source>only digits</source>
        <translation>jen číslice</translation>
    </message>
    <message>
        <source>suggested as “{}”</source>
        <translation>navrženo jako „{}“</translation>
    </message>
</context>
<context>
    <name>text_fields</name>
    <message>
        <source>{} · IPTC keeps the first {} bytes</source>
        <translation>{} · IPTC pojme prvních {} bajtů</translation>
    </message>
</context>
<context>
    <name>tiles</name>
    <message>
        <source>being tagged</source>
        <translation>vznikají návrhy</translation>
    </message>
    <message>
        <source>being written</source>
        <translation>zapisuje se</translation>
    </message>
    <message>
        <source>nothing likely</source>
        <translation>nic pravděpodobného</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>ve frontě</translation>
    </message>
    <message>
        <source>untagged</source>
        <translation>bez návrhů</translation>
    </message>
    <message>
        <source>{} to review</source>
        <translation>{} ke kontrole</translation>
    </message>
    <message>
        <source>{} unwritten</source>
        <translation>{} nezapsáno</translation>
    </message>
</context>
<context>
    <name>tips</name>
    <message>
        <source>accepted</source>
        <translation>přijato</translation>
    </message>
    <message>
        <source>and {} more</source>
        <translation>a ještě {}</translation>
    </message>
    <message>
        <source>changed by another program</source>
        <translation>změněno jiným programem</translation>
    </message>
    <message>
        <source>in file</source>
        <translation>v souboru</translation>
    </message>
    <message>
        <source>own</source>
        <translation>vlastní</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>odmítnuto</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>zkontrolováno</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>návrh</translation>
    </message>
    <message>
        <source>with a sidecar</source>
        <translation>s průvodním souborem</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message numerus="yes">
        <source>%Ln characters</source>
        <translation>
            <numerusform>%Ln znak</numerusform>
            <numerusform>%Ln znaky</numerusform>
            <numerusform>%Ln znaků</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln conflicts</source>
        <translation>
            <numerusform>%Ln rozpor</numerusform>
            <numerusform>%Ln rozpory</numerusform>
            <numerusform>%Ln rozporů</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln descriptions to set</source>
        <translation>
            <numerusform>%Ln popis k nastavení</numerusform>
            <numerusform>%Ln popisy k nastavení</numerusform>
            <numerusform>%Ln popisů k nastavení</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln earlier decisions</source>
        <translation>
            <numerusform>%Ln dřívější rozhodnutí</numerusform>
            <numerusform>%Ln dřívější rozhodnutí</numerusform>
            <numerusform>%Ln dřívějších rozhodnutí</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files left as is.</source>
        <translation>
            <numerusform>%Ln soubor zůstal, jak je.</numerusform>
            <numerusform>%Ln soubory zůstaly, jak jsou.</numerusform>
            <numerusform>%Ln souborů zůstalo, jak jsou.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files restored byte for byte.</source>
        <translation>
            <numerusform>%Ln soubor obnoven do bajtu.</numerusform>
            <numerusform>%Ln soubory obnoveny do bajtu.</numerusform>
            <numerusform>%Ln souborů obnoveno do bajtu.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln keywords to add</source>
        <translation>
            <numerusform>%Ln klíčové slovo k přidání</numerusform>
            <numerusform>%Ln klíčová slova k přidání</numerusform>
            <numerusform>%Ln klíčových slov k přidání</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln keywords to remove</source>
        <translation>
            <numerusform>%Ln klíčové slovo k odebrání</numerusform>
            <numerusform>%Ln klíčová slova k odebrání</numerusform>
            <numerusform>%Ln klíčových slov k odebrání</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln keywords</source>
        <translation>
            <numerusform>%Ln klíčové slovo</numerusform>
            <numerusform>%Ln klíčová slova</numerusform>
            <numerusform>%Ln klíčových slov</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln open suggestions</source>
        <translation>
            <numerusform>%Ln otevřený návrh</numerusform>
            <numerusform>%Ln otevřené návrhy</numerusform>
            <numerusform>%Ln otevřených návrhů</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln orders of keywords to change</source>
        <translation>
            <numerusform>%Ln pořadí slov ke změně</numerusform>
            <numerusform>%Ln pořadí slov ke změně</numerusform>
            <numerusform>%Ln pořadí slov ke změně</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln percent</source>
        <translation>
            <numerusform>%Ln procento</numerusform>
            <numerusform>%Ln procenta</numerusform>
            <numerusform>%Ln procent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos not written, files untouched.</source>
        <translation>
            <numerusform>%Ln snímek nezapsán, soubor je nedotčený.</numerusform>
            <numerusform>%Ln snímky nezapsány, soubory jsou nedotčené.</numerusform>
            <numerusform>%Ln snímků nezapsáno, soubory jsou nedotčené.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos written</source>
        <translation>
            <numerusform>%Ln snímek zapsán</numerusform>
            <numerusform>%Ln snímky zapsány</numerusform>
            <numerusform>%Ln snímků zapsáno</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos written, read back and compared.</source>
        <translation>
            <numerusform>%Ln snímek zapsán, znovu přečten a porovnán.</numerusform>
            <numerusform>%Ln snímky zapsány, znovu přečteny a porovnány.</numerusform>
            <numerusform>%Ln snímků zapsáno, znovu přečteno a porovnáno.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln snímek</numerusform>
            <numerusform>%Ln snímky</numerusform>
            <numerusform>%Ln snímků</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problems</source>
        <translation>
            <numerusform>%Ln potíž</numerusform>
            <numerusform>%Ln potíže</numerusform>
            <numerusform>%Ln potíží</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln requests</source>
        <translation>
            <numerusform>%Ln požadavek</numerusform>
            <numerusform>%Ln požadavky</numerusform>
            <numerusform>%Ln požadavků</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows</source>
        <translation>
            <numerusform>%Ln řádek</numerusform>
            <numerusform>%Ln řádky</numerusform>
            <numerusform>%Ln řádků</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln suggestions</source>
        <translation>
            <numerusform>%Ln návrh</numerusform>
            <numerusform>%Ln návrhy</numerusform>
            <numerusform>%Ln návrhů</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tags</source>
        <translation>
            <numerusform>%Ln štítek</numerusform>
            <numerusform>%Ln štítky</numerusform>
            <numerusform>%Ln štítků</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln titles to set</source>
        <translation>
            <numerusform>%Ln název k nastavení</numerusform>
            <numerusform>%Ln názvy k nastavení</numerusform>
            <numerusform>%Ln názvů k nastavení</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln words are suggested</source>
        <translation>
            <numerusform>%Ln slovo je navrženo</numerusform>
            <numerusform>%Ln slova jsou navržena</numerusform>
            <numerusform>%Ln slov je navrženo</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln words</source>
        <translation>
            <numerusform>%Ln slovo</numerusform>
            <numerusform>%Ln slova</numerusform>
            <numerusform>%Ln slov</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export for %Ln Agencies</source>
        <translation>
            <numerusform>Exportovat pro %Ln agenturu</numerusform>
            <numerusform>Exportovat pro %Ln agentury</numerusform>
            <numerusform>Exportovat pro %Ln agentur</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Learned from you: like these %Ln photos of yours</source>
        <translation>
            <numerusform>Naučeno od vás: podobá se %Ln vašemu snímku</numerusform>
            <numerusform>Naučeno od vás: podobá se těmto %Ln vašim snímkům</numerusform>
            <numerusform>Naučeno od vás: podobá se těmto %Ln vašim snímkům</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The report has notes about %Ln photos.</source>
        <translation>
            <numerusform>Zpráva má poznámky k %Ln snímku.</numerusform>
            <numerusform>Zpráva má poznámky ke %Ln snímkům.</numerusform>
            <numerusform>Zpráva má poznámky k %Ln snímkům.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your decisions correct %Ln built-in tags.</source>
        <translation>
            <numerusform>Vaše rozhodnutí opravují %Ln vestavěný štítek.</numerusform>
            <numerusform>Vaše rozhodnutí opravují %Ln vestavěné štítky.</numerusform>
            <numerusform>Vaše rozhodnutí opravují %Ln vestavěných štítků.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %Ln photos</source>
        <translation>
            <numerusform>v %Ln snímku</numerusform>
            <numerusform>ve %Ln snímcích</numerusform>
            <numerusform>v %Ln snímcích</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>on {on} of %Ln photos</source>
        <translation>
            <numerusform>na {on} z %Ln snímku</numerusform>
            <numerusform>na {on} ze %Ln snímků</numerusform>
            <numerusform>na {on} z %Ln snímků</numerusform>
        </translation>
    </message>
    <message>
        <source>{} and {} more</source>
        <translation>{} a ještě {}</translation>
    </message>
    <message>
        <source>{} h</source>
        <translation>{} h</translation>
    </message>
    <message>
        <source>{} min</source>
        <translation>{} min</translation>
    </message>
    <message>
        <source>{} s</source>
        <translation>{} s</translation>
    </message>
    <message>
        <source>{}%</source>
        <translation>{} %</translation>
    </message>
    <message>
        <source>“{}”</source>
        <translation>„{}“</translation>
    </message>
</context>
<context>
    <name>words_dialog</name>
    <message>
        <source>Nothing was learned yet.

Tag your photos, then give a keyword of your own, such as a place, a person or a client, to a few of them. After 25 new keywords or decisions PhotoTagger learns by itself, or press Learn Now.</source>
        <translation>Zatím se nic nenaučilo.

Vyžádejte si návrhy a pak dejte několika snímkům vlastní klíčové slovo, třeba místo, osobu nebo klienta. Po 25 nových klíčových slovech nebo rozhodnutích se PhotoTagger učí sám, nebo stiskněte Učit se teď.</translation>
    </message>
    <message>
        <source>Nothing was learned yet: no keyword is on two photos that were tagged on this computer.

Tag your photos, give at least two of them the same keyword, five for a start, and learn again.</source>
        <translation>Zatím se nic nenaučilo: žádné klíčové slovo není na dvou snímcích, k nimž vznikly návrhy na tomto počítači.

Vyžádejte si návrhy, dejte alespoň dvěma snímkům stejné klíčové slovo, pro začátek raději pěti, a učte znovu.</translation>
    </message>
    <message>
        <source>few examples: suggested only for photos very much like one of them</source>
        <translation>málo příkladů: navrhuje se jen u velmi podobných snímků</translation>
    </message>
    <message>
        <source>not sure enough to suggest yet; more examples help</source>
        <translation>zatím příliš nejisté k navrhování; pomůže více příkladů</translation>
    </message>
    <message>
        <source>right {} of {} times · finds {} of {}</source>
        <translation>správně {} z {} · najde {} z {}</translation>
    </message>
</context>
<context>
    <name>write_history</name>
    <message>
        <source>They were changed since.</source>
        <translation>Od té doby se změnily.</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>vráceno</translation>
    </message>
    <message>
        <source>written</source>
        <translation>zapsáno</translation>
    </message>
    <message>
        <source>{} of {} taken back</source>
        <translation>vráceno {} z {}</translation>
    </message>
</context>
<context>
    <name>write_report</name>
    <message>
        <source>Nothing had to change.</source>
        <translation>Nic se nemuselo měnit.</translation>
    </message>
    <message>
        <source>Sidecar</source>
        <translation>Průvodní soubor</translation>
    </message>
    <message>
        <source>in the photo</source>
        <translation>ve snímku</translation>
    </message>
    <message>
        <source>not written</source>
        <translation>nezapsáno</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>odmítnuto</translation>
    </message>
    <message>
        <source>shortened</source>
        <translation>zkráceno</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>beze změny</translation>
    </message>
    <message>
        <source>written</source>
        <translation>zapsáno</translation>
    </message>
    <message>
        <source>{} held everything already</source>
        <translation>{} už vše obsahovalo</translation>
    </message>
    <message>
        <source>{} not written, files untouched</source>
        <translation>{} nezapsáno, soubory nedotčené</translation>
    </message>
</context>
</TS>
