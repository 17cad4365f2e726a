# Compiles what our installer adds, without electron-builder's own parts, which need plugins that are downloaded:
#   makensis -INPUTCHARSET UTF8 -WX -DINCLUDE=…/installer.nsh -DOUT=… [-DBUILD_UNINSTALLER] test/windows/installer.nsi
Unicode true
!define PRODUCT_NAME "AutoCore Migrate"
!define APP_EXECUTABLE_FILENAME "AutoCore Migrate.exe"
Name "${PRODUCT_NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\autocore-migrate"

# As electron-builder has it (templates/nsis/include/installUtil.nsh).
!macro _isUpdated _a _b _t _f
  ${GetParameters} $R9
  ClearErrors
  ${GetOptions} $R9 "--updated" $R8
  IfErrors `${_f}` `${_t}`
!macroend
!define isUpdated `"" isUpdated ""`

!include "${INCLUDE}"
!include MUI2.nsh
!ifndef BUILD_UNINSTALLER
  !insertmacro customPageAfterChangeDir
!endif
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE PortugueseBR
!insertmacro MUI_LANGUAGE English
!insertmacro customHeader

Function .onInit
  !ifndef BUILD_UNINSTALLER
    !insertmacro customInit
  !endif
FunctionEnd

Section install
  !ifndef BUILD_UNINSTALLER
    !insertmacro customInstall
  !endif
  WriteUninstaller "$INSTDIR\uninstall.exe"
SectionEnd

Section un.install
  !ifdef BUILD_UNINSTALLER
    !insertmacro customUnInstall
  !endif
SectionEnd
