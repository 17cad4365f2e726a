# What our installer adds to electron-builder's: https://www.electron.build/nsis#custom-nsis-script
#
# A page that asks whether `autocore-migrate` is to be found in every terminal, and "Open with" for SQLite files. The PATH
# is changed by the console program (`autocore-migrate path add`), and not here: a text of NSIS ends at 1024 characters,
# or at 8192, and a PATH that was cut is lost. Nothing becomes the default for any file.

!include LogicLib.nsh
!include WinMessages.nsh
!include nsDialogs.nsh
!include FileFunc.nsh

# Remembers the choice for the next version.
!define PATH_KEY "Software\AutoCore Migrate"
!define PATH_VALUE "OnPath"
!define DATABASE_CLASS "AutoCoreMigrate.Database"

!ifndef BUILD_UNINSTALLER
  Var onPath
  Var onPathBox
!endif

!macro customHeader
  !ifndef BUILD_UNINSTALLER
    LangString onPathTitle ${LANG_PORTUGUESEBR} "Linha de comando"
    LangString onPathTitle ${LANG_ENGLISH} "Command line"
    LangString onPathSubtitle ${LANG_PORTUGUESEBR} "O comando autocore-migrate nos terminais deste usuário."
    LangString onPathSubtitle ${LANG_ENGLISH} "The command autocore-migrate in the terminals of this user."
    LangString onPathText ${LANG_PORTUGUESEBR} "O assistente não precisa disso. Para quem usa scripts ou o terminal, o comando fica disponível em qualquer pasta. A desinstalação desfaz esta escolha."
    LangString onPathText ${LANG_ENGLISH} "The assistant does not need it. For those who use scripts or a terminal, the command can be called in every folder. Uninstalling undoes this choice."
    LangString onPathBoxText ${LANG_PORTUGUESEBR} "&Acrescentar autocore-migrate ao PATH do usuário"
    LangString onPathBoxText ${LANG_ENGLISH} "&Add autocore-migrate to the user's PATH"
  !endif
!macroend

# The choice of the last time; else yes where somebody sees the page, and no where nobody does (/S), unless
# --add-to-path says so.
!macro customInit
  ClearErrors
  ReadRegDWORD $onPath HKCU "${PATH_KEY}" "${PATH_VALUE}"
  ${If} ${Errors}
    StrCpy $onPath ${BST_CHECKED}
    ${If} ${Silent}
      StrCpy $onPath ${BST_UNCHECKED}
    ${EndIf}
  ${EndIf}
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "--add-to-path" $R1
  ${IfNot} ${Errors}
    StrCpy $onPath ${BST_CHECKED}
  ${EndIf}
!macroend

!macro customPageAfterChangeDir
  Page custom onPathPage onPathPageLeave

  Function onPathPage
    ${If} ${isUpdated}
      Abort
    ${EndIf}
    !insertmacro MUI_HEADER_TEXT "$(onPathTitle)" "$(onPathSubtitle)"
    nsDialogs::Create 1018
    Pop $0
    ${If} $0 == error
      Abort
    ${EndIf}
    ${NSD_CreateLabel} 0 0 100% 36u "$(onPathText)"
    Pop $0
    ${NSD_CreateCheckBox} 0 44u 100% 12u "$(onPathBoxText)"
    Pop $onPathBox
    ${NSD_SetState} $onPathBox $onPath
    nsDialogs::Show
  FunctionEnd

  Function onPathPageLeave
    ${NSD_GetState} $onPathBox $onPath
  FunctionEnd
!macroend

# The console program changes the PATH of the user; programs that are told take it over without a new sign-in.
!macro changePath CHANGE
  nsExec::ExecToLog '"$INSTDIR\resources\app.asar.unpacked\console\bin\node.exe" "$INSTDIR\resources\app.asar.unpacked\console\start.mjs" path ${CHANGE} --folder "$INSTDIR\resources\bin"'
  Pop $0
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
!macroend

!macro openWith EXT
  WriteRegNone SHELL_CONTEXT "Software\Classes\.${EXT}\OpenWithProgids" "${DATABASE_CLASS}"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\SupportedTypes" ".${EXT}" ""
!macroend

!macro notOpenWith EXT
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.${EXT}\OpenWithProgids" "${DATABASE_CLASS}"
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\${DATABASE_CLASS}" "" "SQLite"
  WriteRegStr SHELL_CONTEXT "Software\Classes\${DATABASE_CLASS}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}" "FriendlyAppName" "${PRODUCT_NAME}"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  !insertmacro openWith "db"
  !insertmacro openWith "sqlite"
  !insertmacro openWith "sqlite3"
  !insertmacro openWith "db3"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, i 0, i 0)'

  WriteRegDWORD HKCU "${PATH_KEY}" "${PATH_VALUE}" $onPath
  ${If} $onPath == ${BST_CHECKED}
    !insertmacro changePath "add"
    # Nothing else depends on it: the installation stays, and says so where somebody reads.
    ${If} $0 != 0
    ${AndIfNot} ${Silent}
      MessageBox MB_OK|MB_ICONEXCLAMATION "autocore-migrate path add: $0"
    ${EndIf}
  ${EndIf}
!macroend

# Before the files go: the console program is one of them. A new version puts itself on the PATH again.
!macro customUnInstall
  !insertmacro changePath "remove"
  !insertmacro notOpenWith "db"
  !insertmacro notOpenWith "sqlite"
  !insertmacro notOpenWith "sqlite3"
  !insertmacro notOpenWith "db3"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\${DATABASE_CLASS}"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"
  ${IfNot} ${isUpdated}
    DeleteRegKey HKCU "${PATH_KEY}"
  ${EndIf}
!macroend
