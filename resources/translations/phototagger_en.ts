<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>wording</name>
    <message numerus="yes">
        <source>%Ln characters</source>
        <translation>
            <numerusform>%Ln character</numerusform>
            <numerusform>%Ln characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln conflicts</source>
        <translation>
            <numerusform>%Ln conflict</numerusform>
            <numerusform>%Ln conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln descriptions to set</source>
        <translation>
            <numerusform>%Ln description to set</numerusform>
            <numerusform>%Ln descriptions to set</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln earlier decisions</source>
        <translation>
            <numerusform>%Ln earlier decision</numerusform>
            <numerusform>%Ln earlier decisions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files left as is.</source>
        <translation>
            <numerusform>%Ln file left as is.</numerusform>
            <numerusform>%Ln files left as is.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln files restored byte for byte.</source>
        <translation>
            <numerusform>%Ln file restored byte for byte.</numerusform>
            <numerusform>%Ln files restored byte for byte.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln keywords to add</source>
        <translation>
            <numerusform>%Ln keyword to add</numerusform>
            <numerusform>%Ln keywords to add</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln keywords to remove</source>
        <translation>
            <numerusform>%Ln keyword to remove</numerusform>
            <numerusform>%Ln keywords to remove</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln keywords</source>
        <translation>
            <numerusform>%Ln keyword</numerusform>
            <numerusform>%Ln keywords</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln open suggestions</source>
        <translation>
            <numerusform>%Ln open suggestion</numerusform>
            <numerusform>%Ln open suggestions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln orders of keywords to change</source>
        <translation>
            <numerusform>%Ln order of keywords to change</numerusform>
            <numerusform>%Ln orders of keywords to change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln percent</source>
        <translation>
            <numerusform>%Ln percent</numerusform>
            <numerusform>%Ln percent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos not written, files untouched.</source>
        <translation>
            <numerusform>%Ln photo not written, files untouched.</numerusform>
            <numerusform>%Ln photos not written, files untouched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos written</source>
        <translation>
            <numerusform>%Ln photo written</numerusform>
            <numerusform>%Ln photos written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos written, read back and compared.</source>
        <translation>
            <numerusform>%Ln photo written, read back and compared.</numerusform>
            <numerusform>%Ln photos written, read back and compared.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photos</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln suggestions</source>
        <translation>
            <numerusform>%Ln suggestion</numerusform>
            <numerusform>%Ln suggestions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tags</source>
        <translation>
            <numerusform>%Ln tag</numerusform>
            <numerusform>%Ln tags</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln titles to set</source>
        <translation>
            <numerusform>%Ln title to set</numerusform>
            <numerusform>%Ln titles to set</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln words are suggested</source>
        <translation>
            <numerusform>%Ln word is suggested</numerusform>
            <numerusform>%Ln words are suggested</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln words</source>
        <translation>
            <numerusform>%Ln word</numerusform>
            <numerusform>%Ln words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export for %Ln Agencies</source>
        <translation>
            <numerusform>Export for %Ln Agency</numerusform>
            <numerusform>Export for %Ln Agencies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Learned from you: like these %Ln photos of yours</source>
        <translation>
            <numerusform>%Ln Learned from you: like this photo of yours</numerusform>
            <numerusform>Learned from you: like these %Ln photos of yours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The report has notes about %Ln photos.</source>
        <translation>
            <numerusform>The report has notes about %Ln photo.</numerusform>
            <numerusform>The report has notes about %Ln photos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your decisions correct %Ln built-in tags.</source>
        <translation>
            <numerusform>Your decisions correct %Ln built-in tag.</numerusform>
            <numerusform>Your decisions correct %Ln built-in tags.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %Ln photos</source>
        <translation>
            <numerusform>in %Ln photo</numerusform>
            <numerusform>in %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>on {on} of %Ln photos</source>
        <translation>
            <numerusform>on {on} of %Ln photo</numerusform>
            <numerusform>on {on} of %Ln photos</numerusform>
        </translation>
    </message>
</context>
</TS>
